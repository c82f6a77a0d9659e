//! The dirt in the demo county's files: what it is, how often, and what an import makes of it.

/// What becomes of a spoilt row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Read, perhaps with a warning.
    Read,
    /// Equal to another row and dropped.
    Duplicate,
    /// Same key as another row, other values: waits for a person, who may leave both out.
    Conflict,
    /// Not read; the reason is told.
    Refused,
    /// Read, but nobody can say which firm is meant: a data task.
    Unmatched,
}

/// One kind of dirt in one file.
#[derive(Debug, Clone, Copy)]
pub struct Oddity {
    /// Part of the file's name.
    pub file: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// In how many rows.
    pub rows: usize,
    /// What becomes of them.
    pub outcome: Outcome,
}

const fn oddity(file: &'static str, what: &'static str, rows: usize, outcome: Outcome) -> Oddity {
    Oddity { file, what, rows, outcome }
}

/// All of it.
pub const ODDITIES: &[Oddity] = &[
    oddity("宗地", "边界自相交（一处小回头）", 1, Outcome::Read),
    oddity("宗地", "登记面积与图形面积相差超过 3%", 6, Outcome::Read),
    oddity("宗地", "28 位不动产单元号代替宗地代码", 2, Outcome::Read),
    oddity("宗地", "图形在外县", 1, Outcome::Refused),
    oddity("宗地", "重复图斑", 1, Outcome::Duplicate),
    oddity("供地合同", "日期写作 2015.3.5 或 20150305", 20, Outcome::Read),
    oddity("企业登记", "代码为全角", 3, Outcome::Read),
    oddity("企业登记", "代码为小写", 4, Outcome::Read),
    oddity("企业登记", "整行重复", 2, Outcome::Duplicate),
    oddity("企业登记", "缺代码", 2, Outcome::Refused),
    oddity("占用关系", "平方米列中写“12.5亩”", 1, Outcome::Read),
    oddity("占用关系", "宗地代码为小写", 3, Outcome::Read),
    oddity("占用关系", "只有企业名称", 12, Outcome::Read),
    oddity("税收_2019", "名称带“(停用)”", 6, Outcome::Read),
    oddity("税收_2019", "缺代码，只有名称", 12, Outcome::Read),
    oddity("税收_2019", "缺代码，用曾用名", 6, Outcome::Read),
    oddity("税收_2020", "15 位旧税号", 10, Outcome::Unmatched),
    oddity("税收_2020", "代码为小写", 5, Outcome::Read),
    oddity("税收_2020", "金额写“约120万”", 1, Outcome::Refused),
    oddity("税收_2021", "负数（退税）", 1, Outcome::Read),
    oddity("税收_2021", "代码全角", 4, Outcome::Read),
    oddity("税收_2021", "代码中 0 写作 O", 3, Outcome::Unmatched),
    oddity("税收_2022", "15 位旧税号且名称为简称", 14, Outcome::Unmatched),
    oddity("税收_2022", "整行重复", 4, Outcome::Duplicate),
    oddity("税收_2022", "年度为 20222", 1, Outcome::Refused),
    oddity("亩均评价_2022", "同一企业两个类别", 2, Outcome::Conflict),
    oddity("亩均评价_2022", "类别为全角", 5, Outcome::Read),
    oddity("厂房租赁", "日期只到月", 2, Outcome::Read),
];
