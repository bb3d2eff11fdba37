//! `FEEDS.toml`: which feeds, and who is told what (docs/formats/feeds.md).

use crate::WatchError;
use kelishim_model::{Area, Stage};
use kelishim_registry::Registry;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Feeds in the order of the file.
    pub feeds: Vec<Feed>,
    /// Rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Seconds for the whole answer of a feed.
    pub patience: i64,
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// Agency or site, when the feed should not say.
    pub source: Option<String>,
    /// Seconds between two polls.
    pub interval: i64,
}

/// Who wants to know what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name, under which it is remembered.
    pub name: String,
    /// Two sides.
    pub between: Option<(String, String)>,
    /// An actor by id, key, code or name.
    pub actor: Option<String>,
    /// A field of relations.
    pub area: Option<String>,
    /// Stages, one of which the step or commitment must have.
    pub stages: Vec<String>,
    /// Of what.
    pub on: Vec<On>,
    /// Days without a report after which a commitment is silent.
    pub silent: i64,
    /// Where it is posted to.
    pub webhook: Option<Webhook>,
    /// Whom it is mailed to.
    pub mail: Option<Mail>,
}

/// What is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// A step that is new.
    Step,
    /// A commitment whose day has passed.
    Overdue,
    /// A commitment that no report has told of for long.
    Silent,
}

/// An address that notices are posted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its address.
    pub url: String,
    /// What notices are signed with.
    pub secret: Vec<u8>,
}

/// A mail relay and those it is to reach.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Addresses.
    pub to: Vec<String>,
    /// Sender.
    pub from: String,
    /// Host and port of the relay.
    #[serde(default = "relay")]
    pub relay: String,
}

fn relay() -> String {
    "127.0.0.1:25".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    interval: Option<String>,
    patience: Option<String>,
    #[serde(default)]
    feed: Vec<FeedLines>,
    #[serde(default)]
    rule: Vec<RuleLines>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedLines {
    url: String,
    source: Option<String>,
    interval: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleLines {
    name: String,
    between: Option<Vec<String>>,
    actor: Option<String>,
    area: Option<String>,
    #[serde(default)]
    stage: Vec<String>,
    #[serde(default = "steps")]
    on: Vec<On>,
    silent: Option<String>,
    webhook: Option<WebhookLines>,
    mail: Option<Mail>,
}

fn steps() -> Vec<On> {
    vec![On::Step]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WebhookLines {
    url: String,
    secret_file: String,
}

/// Seconds between two polls when the file says nothing.
const INTERVAL: i64 = 15 * 60;
/// Seconds for an answer when the file says nothing.
const PATIENCE: i64 = 60;
/// The least that is polite.
const LEAST: i64 = 60;

impl Plan {
    /// The plan in a file; secrets are read from the files it names, relative to it.
    pub fn read(path: &Path, registry: &Registry) -> Result<Plan, WatchError> {
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| WatchError::Read { path: path.to_owned(), source })
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        Plan::parse(&path.display().to_string(), &read(path)?, registry, &|name| read(&folder.join(name)))
    }

    /// The plan in a text; `secret` gives the content of a file it names.
    pub fn parse(
        name: &str,
        text: &str,
        registry: &Registry,
        secret: &dyn Fn(&str) -> Result<String, WatchError>,
    ) -> Result<Plan, WatchError> {
        let wrong = |problem: String| WatchError::Plan { name: name.to_owned(), problem };
        let file: File = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        let interval = file.interval.map_or(Ok(INTERVAL), |i| span(&i)).map_err(wrong)?;
        let patience = file.patience.map_or(Ok(PATIENCE), |p| span(&p)).map_err(wrong)?;
        let mut feeds = vec![];
        let mut seen = BTreeSet::new();
        for feed in file.feed {
            let web = url::Url::parse(&feed.url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
            if !web {
                return Err(wrong(format!("`{}` is no address of the web", feed.url)));
            }
            if !seen.insert(feed.url.clone()) {
                return Err(wrong(format!("feed {} stands there twice", feed.url)));
            }
            let interval = feed.interval.map_or(Ok(interval), |i| span(&i)).map_err(wrong)?;
            if interval < LEAST {
                return Err(wrong(format!("feed {}: an interval below {LEAST} seconds is impolite", feed.url)));
            }
            feeds.push(Feed { url: feed.url, source: feed.source, interval });
        }
        let mut names = BTreeSet::new();
        let mut rules = vec![];
        for lines in file.rule {
            let of = lines.name.clone();
            if !names.insert(of.clone()) {
                return Err(wrong(format!("rule `{of}` stands there twice; they are remembered by name")));
            }
            rules.push(rule(lines, registry, secret)?.map_err(|problem| wrong(format!("rule `{of}`: {problem}")))?);
        }
        if feeds.is_empty() && rules.is_empty() {
            return Err(wrong("it has neither a [[feed]] nor a [[rule]]".to_owned()));
        }
        Ok(Plan { feeds, rules, patience })
    }
}

fn rule(
    lines: RuleLines,
    registry: &Registry,
    secret: &dyn Fn(&str) -> Result<String, WatchError>,
) -> Result<Result<Rule, String>, WatchError> {
    let webhook = match lines.webhook {
        Some(w) => Some(Webhook { secret: secret(&w.secret_file)?.trim().as_bytes().to_vec(), url: w.url }),
        None => None,
    };
    Ok((|| {
        let between = match lines.between.as_deref() {
            None => None,
            Some([a, b]) => Some((side(registry, a)?, side(registry, b)?)),
            Some(_) => return Err("`between` wants two sides: [\"KGZ\", \"RUS\"]".to_owned()),
        };
        if let Some(area) = &lines.area
            && Area::from_code(area).is_none()
        {
            let all = Area::ALL.iter().map(|a| a.code()).collect::<Vec<_>>().join(", ");
            return Err(format!("area `{area}`: one of {all}"));
        }
        if let Some(stage) = lines.stage.iter().find(|s| Stage::from_code(s).is_none()) {
            let all = Stage::ALL.iter().map(|s| s.code()).collect::<Vec<_>>().join(", ");
            return Err(format!("stage `{stage}`: one of {all}"));
        }
        let silent = lines.silent.as_deref().map(span).transpose()?.map(|s| s / 86_400);
        if lines.on.contains(&On::Silent) && silent.is_none_or(|days| days < 1) {
            return Err("say after how long a commitment is silent: silent = \"180d\"".to_owned());
        }
        if webhook.as_ref().is_some_and(|w| w.secret.len() < 16) {
            return Err("the secret of a webhook has at least 16 characters".to_owned());
        }
        if webhook.is_none() && lines.mail.is_none() {
            return Err("it has neither a webhook nor a mail: nobody would be told".to_owned());
        }
        if let Some(mail) = &lines.mail {
            let sound = |a: &String| {
                a.split_once('@').is_some_and(|(n, h)| !n.is_empty() && !h.is_empty())
                    && a.chars().all(|c| c.is_ascii_graphic() && !"<>,;\"()[]\\".contains(c))
            };
            if mail.to.is_empty() {
                return Err("`mail.to` is empty".to_owned());
            }
            if let Some(address) = mail.to.iter().chain([&mail.from]).find(|a| !sound(a)) {
                return Err(format!("`{address}` is no mail address"));
            }
        }
        Ok(Rule {
            name: lines.name,
            between,
            actor: lines.actor,
            area: lines.area,
            stages: lines.stage,
            on: lines.on,
            silent: silent.unwrap_or_default(),
            webhook,
            mail: lines.mail,
        })
    })())
}

fn side(registry: &Registry, name: &str) -> Result<String, String> {
    let state = registry.state(&name.to_uppercase()).or_else(|| registry.state_by_name(name)).map(|s| s.code.clone());
    let body = || {
        let body = registry.body_by_key(name).or_else(|| registry.body(name))?;
        Some(body.country.clone().unwrap_or_else(|| body.key.clone()))
    };
    state.or_else(body).ok_or_else(|| format!("`{name}`: no state or body by that name"))
}

/// Seconds of `90s`, `15m`, `6h`, `180d`.
fn span(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is no span of time; it looks like 90s, 15m, 6h or 180d");
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let unit = match &text[digits..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    text[..digits].parse::<i64>().ok().filter(|n| *n > 0 && *n < 100_000).map(|n| n * unit).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Plan, WatchError> {
        let registry = Registry::load(&[]).unwrap();
        Plan::parse("f.toml", text, &registry, &|_| Ok("0123456789abcdef\n".to_owned()))
    }

    #[test]
    fn a_plan_says_what_is_wrong_with_it() {
        for (text, words) in [
            ("", "neither"),
            ("[[feed]]\nurl = 'x'", "no address of the web"),
            ("[[feed]]\nurl = 'https://a.example/'\nevery = '1m'", "every"),
            ("[[feed]]\nurl = 'https://a.example/'\ninterval = '5s'", "impolite"),
            ("interval = 'soon'", "span of time"),
            ("[[rule]]\nname = 'a'", "neither a webhook nor a mail"),
            ("[[rule]]\nname = 'a'\narea = 'sport'", "one of politics"),
            ("[[rule]]\nname = 'a'\non = ['silent']\nmail = { to = ['a@b.example'], from = 'c@d.example' }", "180d"),
            ("[[rule]]\nname = 'a'\nmail = { to = ['a@b\\r\\nX'], from = 'c@d.example' }", "no mail address"),
            ("[[rule]]\nname = 'a'\nbetween = ['Атлантида', 'KGZ']", "no state or body"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn a_sound_plan_is_read() {
        let plan = parse(
            "interval = '30m'\n[[feed]]\nurl = 'https://a.example/rss'\n[[feed]]\nurl = 'https://b.example/'\ninterval = '10m'\n\
             [[rule]]\nname = 'a'\nstage = ['signed']\non = ['step', 'overdue']\nwebhook = { url = 'https://c.example/', secret-file = 's' }",
        )
        .unwrap();
        assert_eq!(plan.feeds.iter().map(|f| f.interval).collect::<Vec<_>>(), [1800, 600]);
        assert_eq!(plan.rules[0].webhook.as_ref().unwrap().secret, b"0123456789abcdef");
        assert_eq!(plan.rules[0].on, [On::Step, On::Overdue]);
    }
}
