//! Expectations that do not hold yet, in a list that can only grow shorter.

use std::path::Path;

/// Fails where `wrong` is not what `tests/gaps/<list>.txt` says, in either direction.
///
/// `UPDATE_GAPS=1` rewrites the list; a change that makes it longer needs a reason.
pub(crate) fn only_the_known_gaps(list: &str, wrong: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gaps/{list}.txt"));
    if std::env::var_os("UPDATE_GAPS").is_some() {
        std::fs::write(&path, wrong.join("\n") + "\n").expect("a list to write");
    }
    let known = std::fs::read_to_string(&path).expect("the list is there");
    let known: Vec<&str> = known.lines().collect();
    let new: Vec<&String> = wrong.iter().filter(|line| !known.contains(&line.as_str())).collect();
    let closed: Vec<&&str> = known.iter().filter(|line| !wrong.iter().any(|other| other == **line)).collect();
    assert!(new.is_empty() && closed.is_empty(), "\nnew: {new:#?}\nhold now, strike them out: {closed:#?}");
}
