//! What a rule notices in the register.

use crate::plan::{On, Rule};
use crate::state::Noticed;
use crate::{WatchError, clock};
use kelishim_store::ask::{CommitmentLine, Filter, Interest};
use kelishim_store::{Register, StoreError};
use serde_json::json;

/// Steps read at once.
const AT_ONCE: usize = 500;

/// What is new for `rule` after `place`, and the place up to which it has read.
///
/// An actor that the register does not know yet has no steps: it is looked for anew every time.
pub(crate) fn steps(register: &Register, rule: &Rule, mut place: i64) -> Result<(Vec<Noticed>, i64), WatchError> {
    let actor = match rule.actor.as_deref().map(|name| register.actor_id(name)) {
        Some(Err(StoreError::Unknown(_))) => return Ok((vec![], register.told()?)),
        Some(found) => Some(found?),
        None => None,
    };
    let interest = Interest {
        between: rule.between.clone(),
        actor,
        area: rule.area.clone(),
        stages: rule.stages.clone(),
        source: None,
    };
    let mut out = vec![];
    loop {
        let (news, told) = register.news(place, AT_ONCE)?;
        let all = news.len() < AT_ONCE;
        out.extend(news.into_iter().filter(|n| interest.has(n)).map(|n| Noticed {
            key: format!("step:{}", n.step.id),
            body: json!({"kind": "step", "rule": rule.name, "learnt": n.learnt, "step": n.step}),
        }));
        place = told;
        if all {
            return Ok((out, place));
        }
    }
}

/// Commitments that are overdue or silent today. One is noticed again when its day is put off, or when it was told of since.
pub(crate) fn standing(register: &Register, rule: &Rule, now: &str) -> Result<Vec<Noticed>, WatchError> {
    let today: String = now.chars().take(10).collect();
    let filter = Filter {
        between: rule.between.clone(),
        actor: rule.actor.clone(),
        area: rule.area.clone(),
        ..Filter::default()
    };
    let mut out = vec![];
    let mut list = |kind: &str, filter: Filter, mark: fn(&CommitmentLine) -> &str| -> Result<(), WatchError> {
        let found = match register.commitments(&filter) {
            Err(StoreError::Unknown(_)) => vec![],
            found => found?,
        };
        for line in found.into_iter().filter(|c| rule.stages.is_empty() || rule.stages.contains(&c.stage)) {
            out.push(Noticed {
                key: format!("{kind}:{}:{}", line.id, mark(&line)),
                body: json!({"kind": kind, "rule": rule.name, "today": today, "commitment": line}),
            });
        }
        Ok(())
    };
    if rule.on.contains(&On::Overdue) {
        let overdue = Filter { overdue: Some(today.clone()), ..filter.clone() };
        list("overdue", overdue, |c| c.due.as_deref().unwrap_or_default())?;
    }
    if rule.on.contains(&On::Silent) {
        let silent = Filter { silent_since: Some(clock::day_before(now, rule.silent)), ..filter };
        list("silent", silent, |c| &c.reported)?;
    }
    Ok(out)
}
