//! 月度通报 (R63): the draft that the office signs, section by section (domain.md §5.2).

use lingdi_domain::Ratio;
use lingdi_domain::mechanism2_appraisal::achievement::What;
use lingdi_domain::mechanism2_appraisal::circular::{Circular, Disposal, Progress, UnitLine};

use crate::{Column, Document, Level, Sheet};

/// Who issues it to whom, and what it was made from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// 署名
    pub office: &'a str,
    /// 主送
    pub addressee: &'a str,
    /// Fingerprint of the closed month.
    pub sha256: &'a str,
    /// How many months in a row among the last two bring the interview.
    pub streak: usize,
}

/// Drafts the circular of a month; it bears no number and no date until it is issued.
pub fn draft(circular: &Circular, letter: &Letter<'_>) -> Document {
    let month = circular.month.spoken();
    let mut document = Document {
        title: format!("关于{month}低效工业用地整治提升工作完成情况的通报"),
        addressee: letter.addressee.to_owned(),
        parts: Vec::new(),
        annexes: Vec::new(),
        signed: letter.office.to_owned(),
        dated: None,
        source: format!(
            "数据截至 {}；根据关账数据生成，数据指纹 {}。",
            circular.month.last_day(),
            letter.sha256
        ),
    };
    document.say(format!("现将{month}全县低效工业用地整治提升工作完成情况通报如下："));
    whole(&mut document, circular);
    items(&mut document, circular);
    units(&mut document, circular);
    orders(&mut document, circular);
    problems(&mut document, circular);
    warnings(&mut document, circular, letter.streak);
    next_steps(&mut document, circular);
    document.annexes = vec![ranking(circular), targets(circular)];
    document
}

fn whole(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "一、总体进展");
    let Some(cleared) = circular.totals.iter().find(|total| total.what == What::Cleared) else {
        document.say("关账数据中没有全县合计。");
        return;
    };
    let mut words = vec![format!(
        "本月出清低效工业用地 {} 亩，本年累计出清 {} 亩，三年累计出清 {} 亩。",
        plain(&cleared.month),
        plain(&cleared.year),
        plain(&cleared.all)
    )];
    if let Some(rate) = rate(&cleared.year, cleared.target.as_ref()) {
        let ahead = rate.clone() - circular.phase.clone();
        words.push(format!(
            "完成年度任务的 {}，序时进度为 {}，{}。",
            percent(&rate),
            percent(&circular.phase),
            compared(&ahead)
        ));
    }
    if let (Some(rate), Some(target)) = (rate(&cleared.all, cleared.whole.as_ref()), &cleared.whole) {
        words.push(format!("完成三年总任务 {} 亩的 {}。", plain(target), percent(&rate)));
    }
    document.say(words.concat());
}

fn items(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "二、分项完成情况");
    if !circular.land.is_empty() {
        let land = circular
            .land
            .iter()
            .map(|land| format!("{} {} 宗 {} 亩", land.category.label(), land.sites, plain(&land.area)));
        let land = land.collect::<Vec<_>>().join("，");
        document.say(format!("（一）在库低效地块。{land}（同属两类的分别计入）。"));
    }
    for (total, number) in circular.totals.iter().zip(["二", "三", "四", "五", "六"]) {
        let disposal = circular.disposal.as_ref().filter(|_| total.what == What::Misuse);
        let disposal = disposal.map(disposed).unwrap_or_default();
        document.say(format!("（{number}）{}。{}{disposal}", name(total.what), item(total)));
    }
}

fn item(total: &Progress) -> String {
    let unit = total.what.unit();
    let mut words =
        vec![format!("本月 {} {unit}，本年累计 {} {unit}", plain(&total.month), plain(&total.year))];
    match (&total.target, rate(&total.year, total.target.as_ref())) {
        (Some(target), Some(rate)) => {
            words.push(format!("，年度任务 {} {unit}，完成率 {}。", plain(target), percent(&rate)));
        }
        _ => words.push("，本年没有全县数量任务。".to_owned()),
    }
    words.concat()
}

/// R08: the document asks for 基本处置到位 and gives no number; the switch disposed_share does.
fn disposed(disposal: &Disposal) -> String {
    let rate = disposal.rate().as_ref().map_or_else(|| "—".to_owned(), percent);
    let reached = if disposal.is_reached() { "已" } else { "尚未" };
    format!(
        "应处置 {} 户，三年已处置 {} 户，处置率 {rate}，{reached}达到“基本处置到位”（口径为 {}）。",
        plain(&disposal.all),
        plain(&disposal.done),
        percent(&disposal.enough)
    )
}

fn units(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "三、各乡镇（街道）、开发区完成情况及排名");
    let named = |line: &UnitLine| line.name.clone();
    let first: Vec<_> = circular.lines.iter().take(3).map(named).collect();
    if first.is_empty() {
        document.say("本月没有参与排名的单位。");
        return;
    }
    let mut words =
        vec![format!("本月参与排名 {} 个，排名靠前的为{}", circular.lines.len(), first.join("、"))];
    // Three in front and three behind are six different units, or nobody is called last.
    if circular.lines.len() >= 6 {
        let last: Vec<_> = circular.lines.iter().rev().take(3).map(named).collect();
        words.push(format!("；排名靠后的为{}", last.into_iter().rev().collect::<Vec<_>>().join("、")));
    }
    words.push("。各单位完成情况及排名见附表1。".to_owned());
    if !circular.out.is_empty() {
        words.push(format!("{}本月没有应完成的任务，不参与排名。", circular.out.join("、")));
    }
    document.say(words.concat());
}

fn orders(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "四、派单办理及督查问题整改");
    let open: i64 = circular.lines.iter().map(|line| line.orders.open).sum();
    let overdue: i64 = circular.lines.iter().map(|line| line.orders.overdue).sum();
    document.say(format!("各单位在办派单 {open} 件，其中逾期 {overdue} 件。"));
    document.say(match circular.findings {
        None => "本月没有在办的督查问题。".to_owned(),
        Some(open) => format!("督查发现问题尚有 {open} 个没有销号。"),
    });
}

fn problems(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "五、存在问题");
    let behind: Vec<String> = circular
        .behind()
        .into_iter()
        .filter_map(|line| Some(format!("{}（{}）", line.name, compared(&line.ahead()?))))
        .collect();
    let overdue = circular.lines.iter().filter(|line| line.orders.overdue > 0);
    let overdue: Vec<_> = overdue.map(|line| format!("{} {} 件", line.name, line.orders.overdue)).collect();
    let mut any = false;
    for (what, units) in
        [("进度滞后", &behind), ("派单逾期", &overdue), ("月报未报或迟报", &circular.missing_reports)]
    {
        if !units.is_empty() {
            any = true;
            document.say(format!("{what}：{}。", units.join("、")));
        }
    }
    if !any {
        document.say("各单位进度、派单和月报均无滞后。");
    }
}

fn warnings(document: &mut Document, circular: &Circular, streak: usize) {
    document.heading(Level::First, "六、连续排名末位预警");
    let mut any = false;
    for line in circular.lines.iter().filter(|line| line.streak > 0) {
        any = true;
        document.say(if line.streak < streak {
            format!("{}连续 {} 个月排名居后两位，予以预警。", line.name, line.streak)
        } else {
            format!(
                "{}连续 {} 个月排名居后两位，按《工作方案》七（二）2 由县主要领导约谈主要负责人。",
                line.name, line.streak
            )
        });
    }
    if !any {
        document.say("本月没有居后两位需预警的单位。");
    }
}

fn next_steps(document: &mut Document, circular: &Circular) {
    document.heading(Level::First, "七、下步工作");
    let behind = circular.behind();
    let cleared = circular.totals.iter().find(|total| total.what == What::Cleared);
    if let Some((target, done)) = cleared.and_then(|total| Some((total.target.clone()?, total.year.clone())))
    {
        let left = target - done;
        if left > Ratio::zero() {
            document.say(format!("本年出清任务还差 {} 亩，各单位要对照年度任务倒排进度。", plain(&left)));
        }
    }
    if !behind.is_empty() {
        document.say(format!("进度滞后的 {} 个单位要查明原因，逐宗明确完成时限。", behind.len()));
    }
    document.say("各单位要按期报送月报，按期办结派单和督查问题，确保完成年度任务。");
}

/// 附表1: the columns of domain.md §5.2.
fn ranking(circular: &Circular) -> Sheet {
    let columns = vec![
        Column::figures("序号"),
        Column::words("单位"),
        Column::figures("年度任务（亩）"),
        Column::figures("本月出清（亩）"),
        Column::figures("累计出清（亩）"),
        Column::figures("完成率"),
        Column::figures("序时差（百分点）"),
        Column::figures("用而未尽任务/完成（亩）"),
        Column::figures("连片启动（个）/面积（亩）"),
        Column::figures("占工非工应处置/已处置（户）"),
        Column::figures("派单在办/逾期（件）"),
        Column::figures("得分"),
        Column::figures("本月排名"),
        Column::figures("上月排名"),
        Column::figures("连续末2位月数"),
    ];
    let rows = circular.lines.iter().enumerate().map(|(at, line)| {
        let number =
            |figure: Option<usize>| figure.map_or_else(|| "—".to_owned(), |figure| figure.to_string());
        vec![
            (at + 1).to_string(),
            line.name.clone(),
            maybe(line.task.as_ref()),
            plain(&line.cleared.0),
            plain(&line.cleared.1),
            line.rate().as_ref().map_or_else(|| "—".to_owned(), percent),
            line.ahead().as_ref().map_or_else(|| "—".to_owned(), points),
            format!("{}/{}", maybe(line.idle.0.as_ref()), plain(&line.idle.1)),
            format!("{}/{}", plain(&line.blocks.0), plain(&line.blocks.1)),
            format!("{}/{}", maybe(line.misuse.0.as_ref()), plain(&line.misuse.1)),
            format!("{}/{}", line.orders.open, line.orders.overdue),
            line.score.as_ref().map_or_else(|| "—".to_owned(), |score| score.to_decimal(2)),
            number(line.rank),
            number(line.before),
            line.streak.to_string(),
        ]
    });
    Sheet {
        title: format!("附表1  {}各乡镇（街道）、开发区完成情况及排名", circular.month.spoken()),
        rows: rows.collect(),
        columns,
    }
}

/// 附表2
fn targets(circular: &Circular) -> Sheet {
    let columns = vec![
        Column::words("指标"),
        Column::words("单位"),
        Column::figures("年度任务"),
        Column::figures("本月完成"),
        Column::figures("本年累计"),
        Column::figures("完成率"),
        Column::figures("三年任务"),
        Column::figures("三年累计"),
    ];
    let row = |total: &Progress| {
        let rate = rate(&total.year, total.target.as_ref());
        vec![
            name(total.what).to_owned(),
            total.what.unit().to_owned(),
            maybe(total.target.as_ref()),
            plain(&total.month),
            plain(&total.year),
            rate.as_ref().map_or_else(|| "—".to_owned(), percent),
            maybe(total.whole.as_ref()),
            plain(&total.all),
        ]
    };
    Sheet {
        title: "附表2  全县目标任务完成情况".to_owned(),
        rows: circular.totals.iter().map(row).collect(),
        columns,
    }
}

fn name(what: What) -> &'static str {
    match what {
        What::Cleared => "低效工业用地出清",
        What::Idle => "用而未尽盘活",
        What::BlockStart => "连片整治启动",
        What::BlockArea => "连片整治面积",
        What::Misuse => "占工非工处置",
    }
}

fn rate(done: &Ratio, target: Option<&Ratio>) -> Option<Ratio> {
    done.checked_div(target?)
}

/// 超序时 or 落后序时, in points.
fn compared(ahead: &Ratio) -> String {
    let zero = Ratio::zero();
    if *ahead < zero {
        format!("落后序时 {} 个百分点", tenths(&(zero - ahead.clone())))
    } else if ahead.is_zero() {
        "与序时持平".to_owned()
    } else {
        format!("超序时 {} 个百分点", tenths(ahead))
    }
}

fn percent(rate: &Ratio) -> String {
    format!("{}%", tenths(rate))
}

fn points(ahead: &Ratio) -> String {
    let sign = if *ahead > Ratio::zero() { "+" } else { "" };
    format!("{sign}{}", tenths(ahead))
}

/// A share in percent, to a tenth.
fn tenths(share: &Ratio) -> String {
    (share.clone() * Ratio::integer(100)).to_decimal(1)
}

fn maybe(figure: Option<&Ratio>) -> String {
    figure.map_or_else(|| "—".to_owned(), plain)
}

/// A figure without decimals that say nothing.
fn plain(figure: &Ratio) -> String {
    let text = figure.to_decimal(2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
