//! The pulse of a county: what its pictures are compared with, known without asking the database each
//! time, and heard by screens that wait for the next event.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use lingdi_store::events;
use tokio::sync::watch;

use crate::{App, Result};

/// What other programs on the same database have written is noticed after so long; what this program
/// writes, at once.
const ELSEWHERE: Duration = Duration::from_millis(250);

/// Screens are told at most once in so long: an import is many events and one change of the picture.
const REST: Duration = Duration::from_millis(150);

/// A state of the county: as long as it is the same, so is every figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Beat {
    /// Number of the last event.
    pub event: i64,
    /// Version of the facts that are shown: a delivery is taken in some time after its event.
    pub facts: i64,
    /// The business date.
    pub today: NaiveDate,
}

/// The last event known, and who listens.
#[derive(Debug)]
pub(crate) struct Pulse {
    commits: watch::Receiver<u64>,
    /// The last event's number, at how many commits it was read, and when.
    read: Mutex<Option<(i64, u64, Instant)>>,
    /// What screens wait for; `None` once the program ends.
    beats: watch::Sender<Option<Beat>>,
    /// Is somebody looking for them?
    beating: AtomicBool,
}

impl Pulse {
    pub(crate) fn new(commits: watch::Receiver<u64>) -> Self {
        let beats = watch::Sender::new(Some(Beat::default()));
        Self { commits, read: Mutex::default(), beats, beating: AtomicBool::new(false) }
    }

    fn known(&self, commits: u64) -> Option<i64> {
        let (event, at, when) = (*self.read.lock().ok()?)?;
        (at == commits && when.elapsed() < ELSEWHERE).then_some(event)
    }
}

impl App {
    /// The state of the county now.
    pub(crate) async fn beat(&self) -> Result<Beat> {
        Ok(Beat { event: self.last_event().await?, facts: self.shown_version(), today: self.clock().today() })
    }

    /// Number of the county's last event.
    pub(crate) async fn last_event(&self) -> Result<i64> {
        let pulse = &self.inner.pulse;
        // Before the database is asked: a commit in between makes the answer old, never too new.
        let commits = *pulse.commits.borrow();
        if let Some(event) = pulse.known(commits) {
            return Ok(event);
        }
        let mut tx = self.db().read().await?;
        let event = events::last_number(&mut tx, self.county()).await?;
        drop(tx);
        if let Ok(mut read) = pulse.read.lock() {
            *read = Some((event, commits, Instant::now()));
        }
        Ok(event)
    }

    /// Tells of every new state of the county, `None` when the program ends.
    pub fn pulse(&self) -> watch::Receiver<Option<Beat>> {
        let beats = self.inner.pulse.beats.subscribe();
        self.start_beating();
        beats
    }

    /// Ends every stream that listens, so that a server can stop.
    pub fn end_pulse(&self) {
        self.inner.pulse.beats.send_replace(None);
    }

    /// Looks for new states as long as somebody listens.
    fn start_beating(&self) {
        if self.inner.pulse.beating.swap(true, Ordering::SeqCst) {
            return;
        }
        let app = self.clone();
        tokio::spawn(async move {
            let pulse = &app.inner.pulse;
            let mut commits = app.db().commits();
            while pulse.beats.receiver_count() > 0 && pulse.beats.borrow().is_some() {
                match app.beat().await {
                    Ok(beat) => pulse.tell(beat),
                    Err(error) => tracing::warn!(%error, "the pulse of the county cannot be read"),
                }
                tokio::time::sleep(REST).await;
                let _nothing_here = tokio::time::timeout(ELSEWHERE, commits.changed()).await;
            }
            pulse.beating.store(false, Ordering::SeqCst);
            // Somebody may have come while the light went out.
            if pulse.beats.receiver_count() > 0 && pulse.beats.borrow().is_some() {
                app.start_beating();
            }
        });
    }
}

impl Pulse {
    fn tell(&self, beat: Beat) {
        self.beats.send_if_modified(|last| match last {
            Some(known) if *known != beat => {
                *known = beat;
                true
            }
            _ => false,
        });
    }
}
