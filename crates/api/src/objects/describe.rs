//! The write routes in words of OpenAPI, one for each move that a person may make.

use lingdi_domain::moves::{From, Move, Who, machine, owner};
use lingdi_domain::object::ObjectKind;
use serde_json::{Value, json};

use super::view;

/// Paths of every move, from the tables.
pub(crate) fn described() -> Vec<(String, Value)> {
    let mut paths = Vec::new();
    for kind in ObjectKind::ALL {
        let people = machine(kind).all().filter(|one| matches!(one.who, Who::People(_) | Who::Own(_)));
        for one in people {
            let id = if matches!(one.from, From::New) { "new" } else { "{id}" };
            let path = format!("/api/v1/{}/{id}/moves/{}", kind.code(), one.verb);
            paths.push((path, operation(kind, one)));
        }
    }
    paths
}

fn operation(kind: ObjectKind, one: &Move) -> Value {
    let is_new = matches!(one.from, From::New);
    let guards: Vec<_> = one.guards.iter().map(|guard| guard.rule).collect();
    let mut parameters = vec![
        header("If-Match", "ETag of the object as the caller saw it; another one answers 412"),
        header("Idempotency-Key", "Names the request, so that sending it twice does it once"),
    ];
    if !is_new {
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}));
    }
    let problem = |what: &str| json!({"description": what, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Body"}}}});
    let made = if is_new { "201" } else { "200" };
    json!({"post": {
        "tags": [kind.code()],
        "summary": one.label,
        "description": format!("{}。{}", owner(one), guards.join("；")),
        "operationId": format!("{}_{}", kind.code(), one.verb),
        "parameters": parameters,
        "requestBody": {"content": {"application/json": {"schema": schema(one)}}},
        "responses": {
            made: {"description": "Made; id, number, version and state after it"},
            "403": problem("Not the caller's to make"),
            "409": problem("Does not begin in the present state"),
            "412": problem("Somebody was faster"),
            "422": problem("Something is missing, each with the way out"),
        },
    }})
}

fn header(name: &str, what: &str) -> Value {
    json!({"name": name, "in": "header", "required": false, "description": what, "schema": {"type": "string"}})
}

fn schema(one: &Move) -> Value {
    let fields: serde_json::Map<String, Value> = one
        .fields
        .iter()
        .map(|field| {
            (
                field.name.to_owned(),
                json!({"description": format!("{}（{}）", field.label, view::kind(field.kind))}),
            )
        })
        .collect();
    let required: Vec<_> = one.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut properties = json!({
        "reason": {"type": "string"},
        "date": {"type": "string", "format": "date", "description": one.needs.date.unwrap_or_default()},
        "fields": {"type": "object", "properties": fields, "required": required},
        "links": {"type": "array", "items": {"type": "object"}, "description": ties(one)},
    });
    if one.offline {
        properties["signed"] = json!({"type": "object", "description": "线下签批代录: name and on"});
    }
    let mut wanted = Vec::new();
    wanted.extend(one.needs.reason.then_some("reason"));
    wanted.extend(one.needs.date.map(|_| "date"));
    json!({"type": "object", "properties": properties, "required": wanted})
}

fn ties(one: &Move) -> String {
    let ties = one.ties.iter().map(|(role, kinds)| {
        let kinds: Vec<_> = kinds.iter().map(|kind| kind.code()).collect();
        format!("{role}: {}", kinds.join(", "))
    });
    ties.collect::<Vec<_>>().join("; ")
}
