//! Values that a person puts over the shipped ones: a new edition, never a change of the old.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::setting::{Setting, SettingValue};
use super::{Edition, EditionError, REVISIONS};

/// A value set by a person, with the days on which it holds and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedValue {
    /// Id of the setting (a hole such as `G16` is understood too).
    pub key: String,
    /// The new value.
    pub value: String,
    /// First day; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, included; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// 文号; a value without one counts as a default of this system.
    #[serde(default)]
    pub document: String,
    /// On what it rests, in words.
    #[serde(default)]
    pub basis: String,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Revisions {
    #[serde(default, rename = "value")]
    values: Vec<DatedValue>,
}

impl Edition {
    /// The edition with further values put over it, the later over the earlier.
    pub fn revise(&self, values: &[DatedValue]) -> Result<Self, EditionError> {
        let mut revisions: Revisions = match self.files.get(REVISIONS) {
            Some(_) => super::read(&self.files, REVISIONS)?,
            None => Revisions::default(),
        };
        for value in values {
            let setting =
                self.setting(&value.key).ok_or_else(|| EditionError::UnknownKey(value.key.clone()))?;
            revisions.values.push(DatedValue { key: setting.id.clone(), ..value.clone() });
        }
        let text = toml::to_string(&revisions).map_err(|error| EditionError::Unreadable {
            file: REVISIONS.to_owned(),
            line: 1,
            why: error.to_string(),
        })?;
        let mut files = self.files.clone();
        files.insert(REVISIONS.to_owned(), text);
        Self::parse(&files)
    }

    /// The edition under `--set KEY=VALUE`: values that hold on every day, without a document.
    pub fn with_overrides<K, V>(
        &self,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, EditionError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let values: Vec<DatedValue> = settings
            .into_iter()
            .map(|(key, value)| DatedValue {
                key: key.as_ref().to_owned(),
                value: value.as_ref().to_owned(),
                from: None,
                to: None,
                document: String::new(),
                basis: "本次试算设定".to_owned(),
            })
            .collect();
        if values.is_empty() { Ok(self.clone()) } else { self.revise(&values) }
    }

    /// The edition with exactly these values over its own text.
    pub fn revised_by(&self, values: &[DatedValue]) -> Result<Self, EditionError> {
        let mut files = self.files.clone();
        files.remove(REVISIONS);
        let own = Self::parse(&files)?;
        if values.is_empty() { Ok(own) } else { own.revise(values) }
    }

    /// The text of this edition as the program ships it now, under the values that people put over this
    /// one; `None` where this already rests on it, or where no edition of the name is shipped. A value of
    /// a setting that the shipped text no longer has is left out.
    pub fn renewed(&self) -> Result<Option<Self>, EditionError> {
        if !Self::shipped_names().contains(&self.about.name.as_str()) {
            return Ok(None);
        }
        let shipped = Self::shipped(&self.about.name)?;
        if self.has_text_of(&shipped) {
            return Ok(None);
        }
        let mut values = self.revisions()?;
        values.retain(|value| shipped.setting(&value.key).is_some());
        shipped.revised_by(&values).map(Some)
    }

    /// Do both rest on the same text, whatever values people put over it?
    pub fn has_text_of(&self, other: &Self) -> bool {
        let text = |edition: &'_ Self| -> Vec<(String, String)> {
            let own = edition.files.iter().filter(|(name, _)| *name != REVISIONS);
            own.map(|(name, text)| (name.clone(), text.clone())).collect()
        };
        text(self) == text(other)
    }

    /// The values that were put over the shipped ones, oldest first.
    pub fn revisions(&self) -> Result<Vec<DatedValue>, EditionError> {
        match self.files.get(REVISIONS) {
            Some(_) => Ok(super::read::<Revisions>(&self.files, REVISIONS)?.values),
            None => Ok(Vec::new()),
        }
    }
}

pub(super) fn apply(settings: &mut [Setting], revisions: &Revisions) -> Result<(), EditionError> {
    for revision in &revisions.values {
        let setting = settings
            .iter_mut()
            .find(|setting| setting.id == revision.key)
            .ok_or_else(|| EditionError::UnknownKey(revision.key.clone()))?;
        let covered = setting.on(revision.from.or(revision.to).unwrap_or(NaiveDate::MAX)).cloned();
        setting.values.push(SettingValue {
            from: revision.from,
            to: revision.to,
            value: revision.value.clone(),
            document: revision.document.clone(),
            basis: revision.basis.clone(),
            ours: Some(revision.document.is_empty()),
            clause: covered.as_ref().and_then(|value| value.clause.clone()),
            quote: covered.and_then(|value| value.quote),
        });
    }
    Ok(())
}
