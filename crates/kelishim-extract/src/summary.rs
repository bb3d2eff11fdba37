//! One line that tells what an undertaking is.

use crate::action::Action;
use crate::bind::Scene;

/// The action with its head in the nominative when the head is a noun; as it stands when it is a verb.
pub fn summary(scene: &Scene<'_>, action: &Action) -> String {
    let reading = scene.tree.reading;
    let first = reading.token_at(action.span.start()).unwrap_or(action.head);
    let last = reading.token_at(action.span.end().saturating_sub(1)).unwrap_or(action.head);
    if scene.tree.is_verb(action.head) || first > last {
        let words = action.span.of(&reading.article.text);
        return words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    kelishim_read::nominative_phrase(reading, first..last + 1)
}
