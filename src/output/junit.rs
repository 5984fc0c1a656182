//! JUnit XML: a suite a file, a failed case a finding that fails the run, a skipped case any other, one passed case for a
//! file in which nothing was found.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::message::{error_message, message};
use super::path::plain;
use super::shown::shown_in_line;
use super::xml::{document, legal};
use super::{Output, View};
use crate::finding::Tier;
use crate::report::{FileReport, Report, Reported};

pub(super) const JUNIT: Output = Output {
    id: "junit",
    about: "JUnit XML: a suite a file, a case a finding, failed or skipped by --fail-on",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: false,
};

/// One `testcase` element, and what is wrong with it.
struct Case {
    /// Without a line, so that a server takes it for the same one when lines move.
    name: String,
    fault: Option<Fault>,
}

struct Fault {
    element: &'static str,
    kind: &'static str,
    message: String,
    text: String,
}

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: Vec<(String, Vec<Case>)> =
        report.files.iter().map(|file| (legal(&plain(&file.path)), cases_of(file, report.fails_from))).collect();
    for error in &report.errors {
        let (message, text) = (legal(&error_message(error)), legal(&error.to_string()));
        let fault = Fault { element: "error", kind: "error", message, text };
        let path = legal(&plain(error.path().unwrap_or(".")));
        suites.push((path, vec![Case { name: "can be read".to_owned(), fault: Some(fault) }]));
    }
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let counts = Counts::of(all());
    document(out, |xml| {
        let mut root = xml.create_element("testsuites").with_attribute(("name", "mondegreen"));
        for (key, value) in counts.attributes() {
            root = root.with_attribute((key, &*value));
        }
        root.write_inner_content(|xml| suites.iter().try_for_each(|(path, cases)| suite(xml, path, cases)))?;
        Ok(())
    })
}

fn suite(xml: &mut Writer<&mut dyn Write>, path: &str, cases: &[Case]) -> io::Result<()> {
    let mut suite = xml.create_element("testsuite").with_attribute(("name", path));
    for (key, value) in Counts::of(cases.iter()).attributes() {
        suite = suite.with_attribute((key, &*value));
    }
    suite.write_inner_content(|xml| {
        for Case { name, fault } in cases {
            let case = xml.create_element("testcase").with_attributes([("name", &**name), ("classname", path)]);
            let Some(fault) = fault else {
                case.write_empty()?;
                continue;
            };
            case.write_inner_content(|xml| {
                // Schemas know no type of what was skipped.
                let kind = (fault.element != "skipped").then_some(("type", fault.kind));
                xml.create_element(fault.element)
                    .with_attributes([("message", &*fault.message)].into_iter().chain(kind))
                    .write_text_content(BytesText::new(&fault.text))?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn cases_of(file: &FileReport, fails_from: Tier) -> Vec<Case> {
    if file.findings.is_empty() {
        return vec![Case { name: "nothing misheard".to_owned(), fault: None }];
    }
    let mut counts = BTreeMap::new();
    let case = |Reported { finding, .. }: &Reported| {
        let meant = finding.meant.as_deref().unwrap_or(&finding.term);
        let (rule, heard) = (finding.rule, shown_in_line(&finding.heard));
        let name = legal(&if finding.is_of_captions() {
            format!("{rule}: {heard}")
        } else {
            format!("{rule}: {heard} → {}", shown_in_line(meant))
        });
        let count = counts.entry(name.clone()).or_insert(0);
        *count += 1;
        let element = if finding.tier >= fails_from { "failure" } else { "skipped" };
        let message = legal(&message(finding));
        let text = legal(&format!("{}:{}: {message}", shown_in_line(&file.path), finding.place));
        Case {
            name: if *count == 1 { name } else { format!("{name} ({count})") },
            fault: Some(Fault { element, kind: finding.rule.id(), message, text }),
        }
    };
    file.findings.iter().map(case).collect()
}

struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'a>(cases: impl Iterator<Item = &'a Case>) -> Counts {
        let mut counts = Counts { tests: 0, failures: 0, errors: 0, skipped: 0 };
        for case in cases {
            counts.tests += 1;
            match case.fault.as_ref().map(|fault| fault.element) {
                Some("error") => counts.errors += 1,
                Some("skipped") => counts.skipped += 1,
                Some(_) => counts.failures += 1,
                None => {}
            }
        }
        counts
    }

    fn attributes(&self) -> [(&'static str, String); 4] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", self.skipped.to_string()),
        ]
    }
}
