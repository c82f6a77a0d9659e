//! The exact calculation of a parcel's tax of a year, with every step told.

use lingdi_domain::{Cell, Money, Ratio};

use super::book::{Scope, Spread, TaxBook};
use super::firms::Counting;
use super::months::{YEAR, months};
use super::uses::{Land, Use};
use crate::figures::{plain, rounded, ten_thousand_yuan};
use crate::verdict::{FirmYearState, TaxPart, TaxYear, TaxYearState};

impl TaxYear {
    /// The known tax per 亩, exact: the figure itself, or a lower bound while a part is missing.
    pub fn known_per_mu(&self) -> Option<Ratio> {
        let area = self.area_mu.clone() * self.months.clone() * Ratio::new(1, 12);
        self.tax.checked_div(&area)
    }

    /// The cells behind every part.
    pub fn sources(&self) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for cell in self.parts.iter().flat_map(|part| &part.sources) {
            if !cells.contains(cell) {
                cells.push(cell.clone());
            }
        }
        cells
    }
}

impl TaxBook {
    /// A parcel's tax of a year, exact.
    pub(crate) fn explain(&self, parcel: u32, year: i32, scope: Scope) -> TaxYear {
        let book = self.book(year);
        let inside = self
            .uses
            .of(parcel)
            .filter(|position| book.months[*position] > 0 && self.inside(&self.uses.all[*position], scope));
        let parts: Vec<TaxPart> = inside.clone().map(|position| self.part(position, year)).collect();
        let registered = self.facts.parcels[parcel as usize].area.mu();
        let used = book.used[parcel as usize];
        let (area_mu, covered) = match scope {
            Scope::Firm(_) => (own_land(&parts), YEAR),
            _ if self.lines.annualise && used > 0 => (registered, used),
            _ => (registered, YEAR),
        };
        let mut told = TaxYear {
            year,
            state: self.state(&parts),
            tax: parts.iter().filter_map(|part| part.part.clone()).sum(),
            parts,
            area_mu,
            months: months(covered),
            per_mu: None,
            arithmetic: String::new(),
        };
        if told.state == TaxYearState::Known {
            told.per_mu = told.known_per_mu();
        }
        told.arithmetic = self.arithmetic(&told);
        told
    }

    fn state(&self, parts: &[TaxPart]) -> TaxYearState {
        if self.lines.missing_tax_is_zero {
            return TaxYearState::Known;
        }
        if !parts.is_empty() && parts.iter().all(|part| part.state == FirmYearState::NotExist) {
            return TaxYearState::NotExist;
        }
        let open = parts.is_empty() || parts.iter().any(|part| part.open);
        if open { TaxYearState::Missing } else { TaxYearState::Known }
    }

    fn part(&self, position: usize, year: i32) -> TaxPart {
        let taken = &self.uses.all[position];
        let book = self.book(year);
        let row = taken.row(&self.facts);
        let land = self.land_in(taken, year).map(Land::mu);
        let mut part = TaxPart {
            enterprise: taken.firm,
            name: self.name(taken),
            relation: row.map_or_else(
                || "权利人".to_owned(),
                |row| row.relation.as_deref().unwrap_or_default().to_owned(),
            ),
            land_mu: land,
            months: months(book.months[position]),
            state: FirmYearState::Unmatched,
            amount: None,
            share: None,
            part: None,
            open: false,
            sources: Vec::new(),
        };
        match taken.firm {
            Some(firm) => self.fill(&mut part, taken, position, firm, year),
            None => part.open = true,
        }
        part.sources.push(self.use_cell(taken));
        part.open &= !self.lines.missing_tax_is_zero;
        part
    }

    fn fill(&self, part: &mut TaxPart, taken: &Use, position: usize, firm: u32, year: i32) {
        let known = self.firms.of(firm, year);
        part.state = known.state;
        part.share = self.share(taken, position, firm, year);
        match known.state {
            FirmYearState::Matched => {
                part.amount = Some(Money(known.known));
                part.sources = self.tax_cells(firm, year);
            }
            FirmYearState::ZeroConfirmed => {
                part.amount = Some(Money(0));
                part.sources =
                    known.declaration.map(|index| self.declaration_cell(index)).into_iter().collect();
            }
            FirmYearState::Unmatched => {
                if let Some(finding) = self.taxed_elsewhere(taken, year) {
                    part.state = FirmYearState::ZeroConfirmed;
                    part.amount = Some(Money(0));
                    part.sources = vec![self.cell(&self.facts.findings[finding].source, "document")];
                }
            }
            FirmYearState::NotExist => {}
        }
        part.part = match (part.amount, &part.share) {
            (Some(amount), _) if amount.0 == 0 => Some(Ratio::zero()),
            (Some(amount), Some(share)) => Some(amount.ten_thousand_yuan() * share.clone()),
            _ => None,
        };
        let nothing_known = part.part.is_none() && part.state != FirmYearState::NotExist;
        part.open = known.odd_type || nothing_known;
    }

    fn land_in(&self, taken: &Use, year: i32) -> Option<Land> {
        let calendar = &self.book(year).calendar;
        self.uses.land(&self.facts, taken, |row| calendar.span(row.from, row.to).is_some())
    }

    /// The part of a firm's tax that falls on one of its uses, 0–1.
    fn share(&self, taken: &Use, position: usize, firm: u32, year: i32) -> Option<Ratio> {
        let book = self.book(year);
        if book.spread[firm as usize] != Spread::Many {
            let first = self
                .uses
                .of(taken.parcel)
                .find(|other| self.uses.all[*other].firm == taken.firm && book.months[*other] > 0);
            return Some(Ratio::integer(i128::from(first == Some(position))));
        }
        let mut total = Ratio::zero();
        for other in self.uses.by_firm.of(firm).filter(|other| book.months[*other] > 0) {
            let land = self.land_in(&self.uses.all[other], year)?;
            total = total + land.mu() * months(book.months[other]);
        }
        let own = self.land_in(taken, year)?.mu() * months(book.months[position]);
        own.checked_div(&total)
    }

    fn name(&self, taken: &Use) -> String {
        if let Some(firm) = taken.firm {
            return self.facts.enterprises[firm as usize].name.to_string();
        }
        let written = match taken.row(&self.facts) {
            Some(row) => row.name.as_deref(),
            None => self.facts.parcels[taken.parcel as usize].owner_name.as_deref(),
        };
        written.unwrap_or("未匹配企业").to_owned()
    }

    fn tax_cells(&self, firm: u32, year: i32) -> Vec<Cell> {
        let rows = self.facts.index.taxes.of(firm).map(|row| &self.facts.taxes[row]).filter(|tax| {
            tax.year == year && Counting::of(tax, &self.edition, &self.lines) != Counting::LeftOut
        });
        rows.map(|tax| self.cell(&tax.source, "amount")).collect()
    }

    fn declaration_cell(&self, index: u32) -> Cell {
        let declaration = &self.facts.tax_declarations[index as usize];
        // Row 0 stands for the file as a whole: the declaration is about what is not in it.
        let whole = lingdi_domain::Source { batch: declaration.batch, sheet: 0, row: 0 };
        self.cell(&whole, "")
    }

    fn use_cell(&self, taken: &Use) -> Cell {
        let field = match taken.row(&self.facts) {
            Some(row) if row.land_area.is_some() => "land_area",
            Some(_) => "floor_area",
            None => "owner",
        };
        self.cell(taken.source(&self.facts), field)
    }

    pub(super) fn cell(&self, source: &lingdi_domain::Source, field: &str) -> Cell {
        crate::judge::cell(&self.facts, source, field)
    }

    fn arithmetic(&self, told: &TaxYear) -> String {
        let parts: Vec<String> =
            told.parts.iter().filter_map(|part| self.part_text(part, told.year)).collect();
        let open: Vec<String> =
            told.parts.iter().filter(|part| part.open || part.part.is_none()).map(open_text).collect();
        let area = if told.months == Ratio::integer(12) {
            format!("{} 亩", plain(&told.area_mu))
        } else {
            format!("（{} 亩 × {} ÷ 12 个月）", plain(&told.area_mu), plain(&told.months))
        };
        let sum = format!("{} 万元", plain(&told.tax));
        let mut lines: Vec<String> = parts;
        lines.extend(open);
        if told.parts.is_empty() {
            lines.push("当年没有占用企业的记录".to_owned());
        }
        if let Some(per_mu) = &told.per_mu {
            let near = rounded(per_mu, Some(&self.lines.tax_line.value));
            lines.push(format!("合计 {sum} ÷ {area} = {near} 万元/亩"));
        } else if told.state == TaxYearState::Missing && !told.tax.is_zero() {
            lines.push(format!("已知 {sum} ÷ {area}，其余缺失"));
        }
        lines.join("；")
    }

    /// `甲公司 120 万元 × 40 亩 ÷ 60 亩 = 80 万元`; nothing for a part that is open or a second row
    /// of a firm already told.
    fn part_text(&self, part: &TaxPart, year: i32) -> Option<String> {
        let (amount, value) = (part.amount?, part.part.as_ref()?);
        let name = &part.name;
        if part.state == FirmYearState::ZeroConfirmed {
            return Some(format!("{name} 0 万元（确认为零）"));
        }
        let whole = ten_thousand_yuan(amount);
        let share = part.share.as_ref()?;
        if *share == Ratio::integer(1) {
            return Some(format!("{name} {whole}"));
        }
        if share.is_zero() {
            return None;
        }
        let firm = part.enterprise?;
        Some(format!("{name} {whole} × {} = {} 万元", self.share_text(part, firm, year), plain(value)))
    }

    fn share_text(&self, part: &TaxPart, firm: u32, year: i32) -> String {
        let book = self.book(year);
        let weight = |land: &Ratio, parts: &Ratio| {
            if *parts == Ratio::integer(12) {
                format!("{} 亩", plain(land))
            } else {
                format!("{} 亩 × {}/12", plain(land), plain(parts))
            }
        };
        let all: Vec<String> = self
            .uses
            .by_firm
            .of(firm)
            .filter(|other| book.months[*other] > 0)
            .filter_map(|other| {
                let land = self.land_in(&self.uses.all[other], year)?;
                Some(weight(&land.mu(), &months(book.months[other])))
            })
            .collect();
        let own = part.land_mu.as_ref().map(|land| weight(land, &part.months)).unwrap_or_default();
        format!("（{own}）÷（{}）", all.join(" + "))
    }
}

/// Why a part is open.
fn open_text(part: &TaxPart) -> String {
    let why = match (part.enterprise, part.state) {
        (None, _) => "企业未匹配",
        (_, FirmYearState::NotExist) => "当年不存续",
        (_, FirmYearState::Unmatched) => "税收未匹配",
        _ if part.share.is_none() => "用地面积缺失，无法分摊",
        _ => "有税种待核",
    };
    format!("{}：{why}", part.name)
}

/// Land of one firm on the parcel over the year, in 亩; zero when a row gives none.
fn own_land(parts: &[TaxPart]) -> Ratio {
    let lands: Option<Vec<Ratio>> = parts
        .iter()
        .map(|part| Some(part.land_mu.clone()? * part.months.clone() * Ratio::new(1, 12)))
        .collect();
    lands.map_or_else(Ratio::zero, |lands| lands.into_iter().sum())
}
