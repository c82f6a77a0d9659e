//! An old workbook, record by record: no library writes one.

type Record = (u16, Vec<u8>);

/// A sheet of texts, numbers and a formula.
pub(super) fn workbook() -> Vec<u8> {
    let texts =
        ["企业名称", "统一社会信用代码", "年度", "入库税额", "桐庐恒昇针织有限公司", "91330122MA2800001X"];
    let mut cells: Vec<Record> = (0..4).map(|column| label(0, column, u32::from(column))).collect();
    for row in 1..6 {
        cells.extend([label(row, 0, 4), label(row, 1, 5), number(row, 2, 2021.0), small(row, 3, 1200)]);
    }
    cells.push(formula(6, 3));
    cells.push((0x00e5, [1, 1, 2, 0, 0, 1].map(u16::to_le_bytes).concat()[..10].to_vec()));
    let globals = |at: usize| {
        let sheet =
            (at as u32).to_le_bytes().into_iter().chain([0, 0]).chain(
                wide("表1").into_iter().enumerate().filter(|(nth, _)| *nth != 1).map(|(_, byte)| byte),
            );
        stream(&[
            start(5),
            (0x0042, vec![0xb0, 0x04]),
            (0x0085, sheet.collect()),
            shared(&texts),
            (0x000a, Vec::new()),
        ])
    };
    let at = globals(0).len();
    let sheet: Vec<Record> =
        std::iter::once(start(0x10)).chain(cells).chain([(0x000a, Vec::new())]).collect();
    compound(&[globals(at), stream(&sheet)].concat())
}

fn stream(records: &[Record]) -> Vec<u8> {
    let one = |(kind, content): &Record| {
        [&kind.to_le_bytes(), &(content.len() as u16).to_le_bytes(), content.as_slice()].concat()
    };
    records.iter().flat_map(one).collect()
}

fn start(kind: u16) -> Record {
    (0x0809, [[0, 6], kind.to_le_bytes(), [0; 2], [0; 2], [0; 2], [0; 2], [0; 2], [0; 2]].concat())
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let letters = units.iter().flat_map(|unit| unit.to_le_bytes());
    (units.len() as u16).to_le_bytes().into_iter().chain([1]).chain(letters).collect()
}

fn shared(texts: &[&str]) -> Record {
    let count = (texts.len() as u32).to_le_bytes();
    let texts: Vec<u8> = texts.iter().flat_map(|text| wide(text)).collect();
    (0x00fc, [&count, &count, texts.as_slice()].concat())
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].map(u16::to_le_bytes).concat()
}

fn label(row: u16, column: u16, nth: u32) -> Record {
    (0x00fd, [place(row, column), nth.to_le_bytes().to_vec()].concat())
}

fn number(row: u16, column: u16, value: f64) -> Record {
    (0x0203, [place(row, column), value.to_le_bytes().to_vec()].concat())
}

fn small(row: u16, column: u16, value: u32) -> Record {
    (0x027e, [place(row, column), (value << 2 | 2).to_le_bytes().to_vec()].concat())
}

fn formula(row: u16, column: u16) -> Record {
    let value = 3.5_f64.to_le_bytes().to_vec();
    (0x0006, [place(row, column), value, vec![0, 0, 0, 0, 0, 0, 3, 0, 0x1e, 7, 0]].concat())
}

const END: u32 = 0xffff_fffe;

/// A compound file of sectors of 512 bytes: the table, the directory, the stream `Workbook`.
fn compound(stream: &[u8]) -> Vec<u8> {
    let length = stream.len().max(4096).next_multiple_of(512);
    let sectors = (length / 512) as u32;
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(512, 0xff);
    file[8..76].fill(0);
    for (at, value) in [(24, 0x3e_u16), (26, 3), (28, 0xfffe), (30, 9), (32, 6)] {
        file[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END), (76, 0)] {
        file[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    let chain = (3..2 + sectors).chain([END]);
    let table: Vec<u8> = [0xffff_fffd, END].into_iter().chain(chain).flat_map(u32::to_le_bytes).collect();
    file.extend(table);
    file.resize(1024, 0xff);
    file.extend(entry("Root Entry", 5, END, 0, 1));
    file.extend(entry("Workbook", 2, 2, length as u32, 0xffff_ffff));
    file.resize(1536, 0);
    file.extend_from_slice(stream);
    file.resize(1536 + length, 0);
    file
}

fn entry(name: &str, kind: u8, start: u32, length: u32, child: u32) -> [u8; 128] {
    let mut entry = [0; 128];
    for (at, unit) in name.encode_utf16().enumerate() {
        entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = 2 * (name.len() as u8 + 1);
    (entry[66], entry[67]) = (kind, 1);
    for (at, value) in [(68, 0xffff_ffff), (72, 0xffff_ffff), (76, child), (116, start), (120, length)] {
        entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    entry
}
