//! A day of moves by several people in one transaction: what performs a history of thousands of moves would
//! otherwise open and close as many transactions.

use lingdi_domain::Actor;
use lingdi_domain::object::ObjectKind;

use super::make::Hand;
use super::{MoveRequest, Moved, outcome_of};
use crate::{App, Result};

/// Moves of one day, each by its own person at the moment the clock then shows, saved together.
pub struct Day<'a>(Hand<'a>);

impl App {
    /// Opens a day of moves; nobody else can write until it is saved.
    pub async fn open_day(&self) -> Result<Day<'_>> {
        let rules = self.rules().await?;
        let tx = self.db().write().await?;
        Ok(Day(Hand::new(self, tx, &Actor::program(""), rules, None)))
    }
}

impl Day<'_> {
    /// Makes a move as [`App::make_move`] does: the same authority, guards and events.
    pub async fn make_move(&mut self, actor: &Actor, kind: ObjectKind, ask: &MoveRequest) -> Result<Moved> {
        let app = self.0.app;
        let origin = app.origin_of_cases(actor, kind, ask).await?;
        let drawn = app.drawn(actor, kind, ask, self.0.rules()).await?;
        let mut input = ask.input.clone();
        app.name_changed_text(actor, kind, ask, &mut input).await?;
        input.evidence = app.keep_files(&ask.files).await?;
        self.0.hand_over(actor, origin);
        self.0.drawn = drawn;
        let object = self.0.make(kind, ask, input).await?;
        Ok(outcome_of(&object))
    }

    /// Makes everything of the day durable.
    pub async fn save(self) -> Result<()> {
        self.0.commit().await
    }
}
