//! Photos and documents of the demo county: drawn here, and marked as invented.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::step::Paper;

/// Width and height of a photo, pixels.
const SIZE: (usize, usize) = (320, 200);

impl Paper {
    /// File name, with the day on it.
    pub fn name(&self) -> String {
        let ending = if self.photo { "png" } else { "pdf" };
        format!("演示_{}_{}.{ending}", self.title, self.dated.format("%Y%m%d"))
    }

    /// 现场照片 or 文件.
    pub fn shows(&self) -> &'static str {
        if self.photo { "现场照片" } else { "文件" }
    }

    /// The file. There are only a few different ones, so that the county stays small.
    ///
    /// # Errors
    /// None that a vector of bytes could bring about.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        if self.photo { photo(self.variant) } else { document(self.title) }
    }
}

/// A works hall under a sky, each variant in colours and with windows of its own.
fn photo(variant: u8) -> std::io::Result<Vec<u8>> {
    let (width, height) = SIZE;
    let v = usize::from(variant);
    let sky = [150 + 8 * (v % 4), 180 + 5 * (v % 3), 205];
    let wall = [170 - 9 * (v % 5), 160 - 6 * (v % 4), 150 - 5 * (v % 6)];
    let (left, top) = (30 + 7 * (v % 6), 70 + 5 * (v % 5));
    let mut rows = Vec::with_capacity(height * (1 + 3 * width));
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            let hall = (left..width - 40).contains(&x) && (top..150).contains(&y);
            let roof = (left..width - 40).contains(&x) && (top - 10..top).contains(&y);
            let window = hall && (x - left) % (24 + v) > 12 && (y - top) % 30 > 16;
            let colour = match (window, roof, hall) {
                (true, ..) => [70, 85, 100],
                (_, true, _) => [110, 60 + 6 * (v % 5), 55],
                (_, _, true) => wall,
                _ if y > 150 => [120, 125 - 4 * (v % 5), 95],
                _ => sky.map(|channel| (channel + y / 6).min(250)),
            };
            rows.extend(colour.map(|channel| channel as u8));
        }
    }
    png(width as u32, height as u32, &rows)
}

fn png(width: u32, height: u32, rows: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut squeezed = ZlibEncoder::new(Vec::new(), Compression::fast());
    squeezed.write_all(rows)?;
    let pixels = squeezed.finish()?;
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits, red green blue, nothing interlaced.
    head.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1A\n".to_vec();
    for (name, data) in [(b"IHDR", &head), (b"IDAT", &pixels), (b"IEND", &Vec::new())] {
        file.extend((data.len() as u32).to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(name);
        sum.update(data);
        file.extend(name);
        file.extend(data);
        file.extend(sum.sum().to_be_bytes());
    }
    Ok(file)
}

/// One page with a title. The face is one that every reader brings along, so that none is embedded.
fn document(title: &str) -> std::io::Result<Vec<u8>> {
    let line = |size: u32, y: u32, text: &str| {
        let units: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let units = units.concat();
        format!("BT /F1 {size} Tf 72 {y} Td <{units}> Tj ET\n")
    };
    let page = [
        line(12, 780, "演示数据 · 虚构文件，不作任何依据"),
        line(24, 700, title),
        line(12, 660, "桐庐县低效工业用地整治提升专班（演示）"),
        line(12, 636, "日期以附件登记为准。"),
    ]
    .concat();
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 6 0 R >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo \
         << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        writeln!(places, "{:010} 00000 n ", file.len())?;
        writeln!(file, "{} 0 obj\n{part}\nendobj", at + 1)?;
    }
    let (table, count) = (file.len(), parts.len() + 1);
    write!(file, "xref\n0 {count}\n0000000000 65535 f \n")?;
    file.extend(places);
    writeln!(file, "trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF")?;
    Ok(file)
}
