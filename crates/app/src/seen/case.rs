//! What cases and their events say of a firm's tax, for those who see bands only (税收征管法 第八条).

use lingdi_domain::Ratio;
use lingdi_domain::event::Event;
use lingdi_domain::object::{Fields, Object, ObjectKind};
use serde_json::{Map, Value};

use super::Mask;
use crate::Result;

/// Fields of a case that hold 亩均税收 in 万元/亩.
const TAX: [&str; 3] = ["tax_before", "tax_after", "watch_tax"];

impl Mask {
    /// A case with bands in place of its figures; other objects as they are.
    pub(crate) fn object(&self, object: &mut Object) -> Result<()> {
        if object.kind == ObjectKind::Case {
            let mut fields = object.fields.json();
            self.figures(&mut fields);
            object.fields = Fields::read(object.kind, Value::Object(fields))?;
        }
        Ok(())
    }

    /// An event whose payload tells no figure either.
    pub(crate) fn event(&self, event: &mut Event) -> Result<()> {
        let Value::Object(mut payload) = serde_json::from_str(&event.payload)? else { return Ok(()) };
        if let Some(Value::Object(fields)) = payload.get_mut("fields") {
            self.figures(fields);
        }
        event.payload = Value::Object(payload).to_string();
        Ok(())
    }

    fn figures(&self, fields: &mut Map<String, Value>) {
        for name in TAX {
            let Some(told) = fields.get_mut(name) else { continue };
            let ten_thousandths = told
                .as_str()
                .and_then(|written| Ratio::parse_decimal(written.trim()))
                .and_then(|figure| (figure * Ratio::integer(10_000)).round_half_up());
            // What cannot be read as a figure may still be one.
            *told = ten_thousandths.map_or_else(|| "—".into(), |figure| self.mark(figure).into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Mask;
    use lingdi_policy::Edition;

    #[test]
    fn figures_of_a_case_become_bands_and_what_cannot_be_read_is_hidden() {
        let mask = Mask::of(&Edition::shipped("2022-7").unwrap());
        let Value::Object(mut fields) =
            json!({"tax_before": "0.8123", "tax_after": " 6.4 ", "watch_tax": "约 4 万", "cause": "停产"})
        else {
            panic!("an object")
        };
        mask.figures(&mut fields);
        assert_eq!(fields["cause"], "停产");
        assert_eq!(fields["watch_tax"], "—");
        let told = Value::Object(fields).to_string();
        assert!(!told.contains("8123") && !told.contains("6.4") && !told.contains('约'), "{told}");
        assert!(told.contains('3') && told.contains('5'), "the bands are told: {told}");
    }
}
