//! The shapes of a map layer, put on the ground row by row.

use lingdi_domain::{Kind, Values};
use lingdi_geo::crs::{Crs, Judgement, Unsupported, judge};
use lingdi_geo::{Layer, MultiPolygon, Placed, area, place};

use crate::Refusal;
use crate::cell::Complaint;
use crate::options::ReadOptions;
use crate::problem::Severity;

/// Shapes by row, and the system their coordinates are in.
#[derive(Debug)]
pub(crate) struct Ground {
    shapes: Vec<Result<Option<MultiPolygon<f64>>, String>>,
    crs: Crs,
}

impl Ground {
    /// Takes the shapes out of a layer and settles its coordinate system, with what is to be said
    /// about it.
    pub(crate) fn of(layer: &mut Layer, options: &ReadOptions) -> Result<(Self, Vec<String>), Refusal> {
        let (crs, notes) = coordinate_system(layer, options)?;
        let shapes = layer
            .features
            .iter_mut()
            .map(|feature| std::mem::replace(&mut feature.geometry, Ok(None)))
            .collect();
        Ok((Self { shapes, crs }, notes))
    }

    /// The shape of the n-th row on the ground, and what is wrong with it.
    pub(crate) fn place(
        &self,
        nth: usize,
        options: &ReadOptions,
        data: &Values,
    ) -> (Option<Placed>, Vec<(Severity, Complaint)>) {
        let refused = |message: String| (None, vec![(Severity::Refused, Complaint::new(message, ""))]);
        let shape = match self.shapes.get(nth) {
            Some(Ok(Some(shape))) => shape,
            Some(Err(why)) => return refused(why.clone()),
            _ => {
                let complaint = Complaint::new("没有图形", "可以导入，但地图上看不到；请补充图形");
                return (None, vec![(Severity::Warning, complaint)]);
            }
        };
        let county = if options.anywhere { None } else { options.county_box.as_ref() };
        match place(shape, self.crs, county) {
            Ok(placed) => {
                let mut complaints: Vec<(Severity, Complaint)> = placed
                    .notes
                    .iter()
                    .map(|note| (Severity::Note, Complaint::new(note.clone(), "原图形已一并保留")))
                    .collect();
                if options.kind == Kind::Parcels {
                    complaints
                        .extend(area_differs(&placed, data).map(|complaint| (Severity::Warning, complaint)));
                }
                (Some(placed), complaints)
            }
            Err(misplaced) => refused(misplaced.to_string()),
        }
    }
}

/// The computed area is a check on the registered one, never its replacement.
fn area_differs(placed: &Placed, data: &Values) -> Option<Complaint> {
    const TOLERATED: f64 = 0.03;
    let registered = data.int("area")? as f64 / 100.0;
    let computed = area::planar(&placed.geometry)?;
    let off = (computed - registered) / registered;
    (off.abs() > TOLERATED).then(|| {
        Complaint::new(
            format!(
                "宗地面积 {registered:.2} 平方米与图形面积 {computed:.2} 平方米相差 {:.1}%，超过 3%",
                off * 100.0
            ),
            "请核对面积、单位或图形；认定仍以登记面积为准",
        )
    })
}

fn coordinate_system(layer: &Layer, options: &ReadOptions) -> Result<(Crs, Vec<String>), Refusal> {
    if let Some(code) = options.crs {
        let crs = Crs::from_epsg(code).ok_or_else(|| {
            let why = match Crs::unsupported(code).why {
                Unsupported::SecretShift => "，它与 CGCS2000 之间的转换参数属于受控成果，本系统不做转换",
                _ => "",
            };
            Refusal::new(
                format!("不支持坐标系 EPSG:{code}{why}。"),
                "常用：4490、4326，CGCS2000 三度带 4513—4533（带号）、4534—4554（不带号），Web 墨卡托 3857；境外数据可用其 EPSG 代码。",
            )
        })?;
        return Ok((crs, vec![format!("坐标系按指定的 {} 读取。", crs.label())]));
    }
    match &layer.declared_crs {
        Ok(Some(crs)) => return Ok((*crs, Vec::new())),
        Ok(None) => {}
        Err(unsupported) => {
            return Err(Refusal::new(unsupported.to_string(), "请转换为 CGCS2000 后重新提交。"));
        }
    }
    let Some(bounds) = layer.bounds() else { return Ok((Crs::Cgcs2000, Vec::new())) };
    match judge(&bounds, options.county_box.as_ref().filter(|_| !options.anywhere)) {
        Judgement::Fits { crs, .. } => {
            Ok((crs, vec![format!("文件没有写明坐标系，按数值判断为 {}，请核对。", crs.label())]))
        }
        Judgement::Swapped { why, .. } | Judgement::Unclear { why } => Err(Refusal::new(
            format!("文件没有写明坐标系，{why}"),
            "请改正坐标，或指定坐标系（--crs EPSG 代码）。",
        )),
    }
}
