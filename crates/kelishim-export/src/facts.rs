//! What rows need of their articles and actors, remembered while an export runs.

use crate::Result;
use kelishim_store::ask::{Known, Received};
use kelishim_store::{Id, Kind, Register};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// Articles remembered. Rows come by date, so those of one article mostly come together.
const ARTICLES: usize = 64;
/// Actors remembered; there are far fewer of them than rows.
const ACTORS: usize = 200_000;

/// The register with what was last asked of it.
pub struct Facts<'r> {
    /// The register.
    pub register: &'r Register,
    /// What tells it from others.
    pub namespace: String,
    articles: RefCell<VecDeque<Rc<Received>>>,
    actors: RefCell<HashMap<i64, Rc<Known>>>,
}

impl<'r> Facts<'r> {
    pub fn new(register: &'r Register) -> Result<Self> {
        let namespace = register.namespace()?;
        Ok(Facts { register, namespace, articles: Default::default(), actors: Default::default() })
    }

    /// An article by number.
    pub fn article(&self, number: i64) -> Result<Rc<Received>> {
        let mut articles = self.articles.borrow_mut();
        if let Some(found) = articles.iter().rev().find(|a| a.id.number == number) {
            return Ok(found.clone());
        }
        let article = Rc::new(self.register.received(number)?);
        if articles.len() == ARTICLES {
            articles.pop_front();
        }
        articles.push_back(article.clone());
        Ok(article)
    }

    /// An actor by the id that rows name it by.
    pub fn actor(&self, id: &str) -> Result<Rc<Known>> {
        let id: Id = id.parse()?;
        let mut actors = self.actors.borrow_mut();
        if let Some(found) = actors.get(&id.number) {
            return Ok(found.clone());
        }
        let actor = Rc::new(self.register.known(id.number)?);
        if actors.len() == ACTORS {
            actors.clear();
        }
        actors.insert(id.number, actor.clone());
        Ok(actor)
    }

    /// Actors by the ids that rows name them by.
    pub fn actors(&self, ids: &[String]) -> Result<Vec<Rc<Known>>> {
        ids.iter().map(|id| self.actor(id)).collect()
    }

    /// A name that no other register gives: `c12@1a2b3c4d.kelishim`.
    pub fn global(&self, id: &str) -> String {
        format!("{id}@{}.kelishim", self.namespace)
    }
}

/// `id, version, date of learning`: what the register's own pages cite a row by.
pub fn citation(id: &str, version: i64, learnt: &str) -> String {
    let day = learnt.get(..10).unwrap_or(learnt);
    format!("{id}, version {version}, {day}")
}

/// The name that lists show an actor by: a state's code in place of its name.
pub fn shown_name(actor: &Known) -> &str {
    match (&actor.country, actor.kind.as_str()) {
        (Some(country), "country") => country,
        _ => &actor.name,
    }
}

/// `a12`
pub fn article_id(number: i64) -> String {
    Id::new(Kind::Article, number).to_string()
}
