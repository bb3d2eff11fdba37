//! One turn: feeds that are due are polled, what came is linked, what the rules notice is noted, what is open is sent.

use crate::clock::seconds;
use crate::plan::{Feed, Plan, Rule};
use crate::state::{FeedState, State};
use crate::{WatchError, mail, notice, schedule, smtp, webhook};
use kelishim_acquire::{About, Lasting, Limits, SourceOptions};
use kelishim_link::Subjects;
use kelishim_pipeline::{Engine, IngestOptions, ingest};
use kelishim_store::{Register, state_of};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The longest wait before a notice is sent again, in seconds.
const PATIENCE: i64 = 6 * 3600;

/// What watching needs.
pub struct Watch<'a> {
    /// Feeds and rules.
    pub plan: &'a Plan,
    /// Reads what the feeds bring.
    pub engine: Engine<'a>,
    /// What undertakings are about.
    pub subjects: &'a Subjects,
    /// Whether feeds and receivers of private networks may be asked.
    pub allow_private: bool,
    /// Threads that read.
    pub threads: usize,
    /// Ends a turn early.
    pub stop: &'a AtomicBool,
    /// Is told what happens, for people.
    pub tell: &'a dyn Fn(&str),
}

/// What a turn did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turn {
    /// Feeds asked.
    pub polled: u64,
    /// Of them those that did not answer as they should.
    pub failed: u64,
    /// New articles.
    pub new: u64,
    /// Notices noted.
    pub noticed: u64,
    /// Notices sent.
    pub sent: u64,
    /// Notices that could not be sent.
    pub unsent: u64,
}

impl Watch<'_> {
    /// Does what is due at `now`.
    pub fn turn(
        &self,
        register: &mut Register,
        state: &mut State,
        now: &dyn Fn() -> String,
    ) -> Result<Turn, WatchError> {
        let mut done = Turn::default();
        // A new rule hears of what comes from now on, so it begins before this turn's feeds.
        for rule in &self.plan.rules {
            if state.place(&rule.name)?.is_none() {
                let known = notice::standing(register, rule, &now())?;
                state.note(&rule.name, register.told()?, &known, &[], &now())?;
            }
        }
        // The one that has waited longest first: of several on one host each has its turn.
        let mut feeds = vec![];
        for feed in &self.plan.feeds {
            feeds.push((state.feed(&feed.url)?.due, feed));
        }
        feeds.sort_by_key(|(due, _)| *due);
        for (_, feed) in feeds {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            self.poll(feed, register, state, now, &mut done)?;
        }
        // What was written while it is looked at is another state, and is looked at by the next turn.
        let stands = state_of(register.path()).ok().map(|written| (written, now().chars().take(10).collect()));
        if stands.is_none() || stands != state.told_of {
            self.notice(register, state, now, &mut done)?;
            state.told_of = stands;
        }
        for rule in &self.plan.rules {
            self.deliver(rule, state, now, &mut done)?;
        }
        Ok(done)
    }

    /// Links what came, and notes what the rules notice.
    fn notice(
        &self,
        register: &mut Register,
        state: &mut State,
        now: &dyn Fn() -> String,
        done: &mut Turn,
    ) -> Result<(), WatchError> {
        register.link(self.subjects, |_| {})?;
        for rule in &self.plan.rules {
            let place = state.place(&rule.name)?.unwrap_or_default();
            let (mut noticed, place) = match rule.on.contains(&crate::On::Step) {
                true => notice::steps(register, rule, place)?,
                false => (vec![], register.told()?),
            };
            noticed.extend(notice::standing(register, rule, &now())?);
            done.noticed += state.note(&rule.name, place, &noticed, &ways(rule), &now())?;
        }
        Ok(())
    }

    fn poll(
        &self,
        feed: &Feed,
        register: &mut Register,
        state: &mut State,
        now: &dyn Fn() -> String,
        done: &mut Turn,
    ) -> Result<(), WatchError> {
        let at = seconds(&now());
        let moved = match state.lasting(&feed.url)? {
            Some(Lasting::Gone) => return Ok(()),
            Some(Lasting::MovedTo(to)) => Some(to),
            None => None,
        };
        let was = state.feed(&feed.url)?;
        let host = url::Url::parse(moved.as_deref().unwrap_or(&feed.url))
            .ok()
            .and_then(|u| u.host_str().map(str::to_owned))
            .unwrap_or_default();
        let asked = state.asked(&host)?.filter(|asked| (0..schedule::GAP).contains(&(at - asked)));
        if !schedule::is_due(was.due, at, feed.interval) && !was.begun || asked.is_some() {
            return Ok(());
        }
        if was.begun {
            // The last poll was cut: the server may think that we have what we never read.
            register.keep_validator(&feed.url, None, None, &now())?;
        }
        state.keep_asked(&host, at)?;
        state.keep_feed(&feed.url, FeedState { begun: true, ..was })?;
        let patience = Duration::from_secs(self.plan.patience.unsigned_abs());
        let how = IngestOptions {
            allow_private: self.allow_private,
            given: About { source: feed.source.clone(), ..About::default() },
            moved: moved.iter().map(|to| (feed.url.clone(), to.clone())).collect(),
            limits: Limits { read: patience.min(Limits::default().read), total: patience, ..Limits::default() },
            threads: self.threads,
            ..IngestOptions::default()
        };
        let tries = |register: &Register| -> Result<(i64, String), WatchError> {
            let failure = register.failure(&feed.url)?;
            Ok(failure.map_or((0, String::new()), |f| (f.attempts, f.reason)))
        };
        let before = tries(register)?.0;
        let sources = [feed.url.clone()];
        let got = ingest(register, &sources, &how, self.engine, now, self.stop, &mut |_| {})?;
        let (after, reason) = tries(register)?;
        let failed = after > before;
        done.polled += 1;
        done.new += got.new;
        done.failed += u64::from(failed);
        let failures = if failed { was.failures.saturating_add(1) } else { 0 };
        if failed {
            (self.tell)(&format!("{}: {reason}", feed.url));
        } else if got.new > 0 {
            (self.tell)(&format!("{}: {} new articles with {} rows", feed.url, got.new, got.rows));
        }
        self.keep_lasting(feed, moved.as_deref(), &got.lasting, failed, state)?;
        if !got.stopped {
            let due = schedule::next(&feed.url, at, feed.interval, failures);
            state.keep_feed(&feed.url, FeedState { due, failures, begun: false })?;
        }
        Ok(())
    }

    /// Remembers what the server said for good. A new address that fails is given up, and the one of the plan asked again.
    fn keep_lasting(
        &self,
        feed: &Feed,
        moved: Option<&str>,
        said: &[(String, Lasting)],
        failed: bool,
        state: &mut State,
    ) -> Result<(), WatchError> {
        match said.last() {
            Some((url, says @ Lasting::Gone)) => {
                (self.tell)(&format!("{url}: it is polled no longer; take it out of the plan"));
                state.keep_lasting(url, Some(says))
            }
            _ if failed => moved.map_or(Ok(()), |_| state.keep_lasting(&feed.url, None)),
            Some((url, Lasting::MovedTo(to))) if to == url => state.keep_lasting(url, None),
            Some((url, says @ Lasting::MovedTo(to))) => {
                (self.tell)(&format!("{url}: moved for good; it is asked at {to} from now on"));
                state.keep_lasting(url, Some(says))
            }
            None => Ok(()),
        }
    }

    fn deliver(
        &self,
        rule: &Rule,
        state: &mut State,
        now: &dyn Fn() -> String,
        done: &mut Turn,
    ) -> Result<(), WatchError> {
        let at = seconds(&now());
        let later = |attempts: u32| at + (30_i64 << attempts.min(20)).min(PATIENCE);
        if let Some(hook) = &rule.webhook {
            let limits =
                Limits { connect: Duration::from_secs(10), total: Duration::from_secs(30), ..Limits::default() };
            let options = SourceOptions { allow_private: self.allow_private, limits, ..SourceOptions::default() };
            for notice in state.open(&rule.name, "webhook", at)? {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(());
                }
                match webhook::send(hook, &notice, at, &options) {
                    Ok(()) => {
                        state.sent(&[notice.id], "webhook", &now())?;
                        done.sent += 1;
                    }
                    Err(problem) => {
                        (self.tell)(&format!("rule `{}`: {problem}", rule.name));
                        state.failed(&[notice.id], "webhook", later(notice.attempts))?;
                        done.unsent += 1;
                        // What the receiver does not take now it will not take a moment later, and order is kept.
                        break;
                    }
                }
            }
        }
        if let Some(to) = &rule.mail {
            let open = state.open(&rule.name, "mail", at)?;
            for some in open.chunks(mail::MOST) {
                let ids: Vec<i64> = some.iter().map(|n| n.id).collect();
                match smtp::send(to, &mail::message(to, &rule.name, some, &now())) {
                    Ok(()) => {
                        state.sent(&ids, "mail", &now())?;
                        done.sent += ids.len() as u64;
                    }
                    Err(problem) => {
                        (self.tell)(&format!("rule `{}`: {problem}", rule.name));
                        let attempts = some.iter().map(|n| n.attempts).max().unwrap_or_default();
                        state.failed(&ids, "mail", later(attempts))?;
                        done.unsent += ids.len() as u64;
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

fn ways(rule: &Rule) -> Vec<&'static str> {
    let ways = [("webhook", rule.webhook.is_some()), ("mail", rule.mail.is_some())];
    ways.into_iter().filter(|(_, wanted)| *wanted).map(|(way, _)| way).collect()
}
