//! One line that tells what an undertaking is.

use crate::action::Action;
use crate::bind::Scene;
use kelishim_model::Span;

/// The action as it stands, on one line; its head in the nominative when it is a noun that nothing agrees with before it.
///
/// "Поставках газа" becomes "поставка газа"; "предварительных переговорах" stays, since its adjective would have to follow.
pub fn summary(scene: &Scene<'_>, action: &Action) -> String {
    let reading = scene.tree.reading;
    let words = action.span.of(&reading.article.text);
    let head = &reading.tokens[action.head];
    let leads = head.span.start() == action.span.start();
    if !leads || &*head.pos != "NOUN" || scene.tree.is(action.head, "Case", "Nom") {
        return one_line(words);
    }
    let rest = Span::new(head.span.end(), action.span.end().max(head.span.end())).of(&reading.article.text);
    one_line(&format!("{}{rest}", head.lemma))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
