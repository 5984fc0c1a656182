//! A finding or an error in one sentence, for forms that show a message beside a place.

use super::human::percent;
use super::shown::shown_in_line;
use crate::error::Error;
use crate::finding::Finding;

/// What was heard and what was likely meant, how sure that is, and why.
pub(super) fn message(finding: &Finding) -> String {
    if finding.is_of_captions() {
        return format!("{} ({})", shown_in_line(&finding.reason), finding.tier);
    }
    let heard = shown_in_line(&finding.heard);
    let meant = match &finding.meant {
        Some(meant) => format!("`{}`", shown_in_line(meant)),
        None => format!("`{}`, which this file cannot hold here", shown_in_line(&finding.term)),
    };
    let (tier, sure) = (finding.tier, percent(finding.confidence));
    format!("`{heard}` is likely {meant} ({tier}, {sure}): {}", shown_in_line(&finding.reason))
}

/// What went wrong and what to do about it, without the place.
pub(super) fn error_message(error: &Error) -> String {
    let message = shown_in_line(error.message());
    error.hint().map_or_else(|| message.to_string(), |hint| format!("{message} ({})", shown_in_line(hint)))
}
