//! Why a whole file could not be read.

/// A geographic file that cannot be read. Each message is a sentence for the person who sent the file:
/// what is wrong, where, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GeoError {
    /// The bytes are no zip archive.
    #[error(
        "文件不是有效的 zip 压缩包，可能没有传完或被改过扩展名。请把 .shp、.dbf、.prj 等文件重新压缩成一个 zip 后再上传。"
    )]
    NotZip,
    /// The archive is damaged or cut short.
    #[error("压缩包内的“{name}”无法解压（{why}）。请重新压缩后再上传。")]
    BadEntry {
        /// Name inside the archive.
        name: String,
        /// What the decompressor reported.
        why: String,
    },
    /// The archive is protected by a password.
    #[error("压缩包设有密码，“{name}”打不开。请去掉密码重新压缩后再上传。")]
    Encrypted {
        /// Name inside the archive.
        name: String,
    },
    /// The content is larger than the system accepts.
    #[error(
        "压缩包解压后超过 {limit_mib} MB，或压缩比异常，已停止读取。请按乡镇（街道）拆成几个文件分别导入。"
    )]
    TooLarge {
        /// Limit in MiB.
        limit_mib: u64,
    },
    /// The file holds more features or values than the system accepts.
    #[error("文件内容过多（超过 {limit} 个{what}），已停止读取。请按乡镇（街道）拆成几个文件分别导入。")]
    TooMany {
        /// Limit.
        limit: usize,
        /// What is counted.
        what: &'static str,
    },
    /// A name inside the archive is in an unknown encoding.
    #[error("压缩包内有一个文件名既不是 UTF-8 也不是 GBK 编码，无法辨认。请改用英文文件名重新压缩。")]
    UnreadableName,
    /// The archive holds no shapefile.
    #[error("压缩包内没有 .shp 文件（内有：{found}）。请把 .shp、.dbf、.shx、.prj 一起压缩成一个 zip。")]
    NoShapefile {
        /// Names found, shortened.
        found: String,
    },
    /// The archive holds more than one shapefile.
    #[error("压缩包内有多个图层：{names}。请每个图层单独压缩成一个 zip，分别导入。")]
    SeveralShapefiles {
        /// Their names.
        names: String,
    },
    /// A needed companion of the `.shp` is missing.
    #[error(
        "图层“{stem}”缺少 {part} 文件，读不到{what}。请把同名的 .shp、.dbf、.shx、.prj 一起压缩后再上传。"
    )]
    MissingPart {
        /// Name of the layer.
        stem: String,
        /// Extension with the dot.
        part: &'static str,
        /// What cannot be read without it.
        what: &'static str,
    },
    /// The `.shp` or `.dbf` is not what its name says.
    #[error("“{name}”不是有效的 {kind} 文件：{why}。请用 GIS 软件重新导出后再上传。")]
    BadPart {
        /// File name.
        name: String,
        /// Expected kind.
        kind: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The `.shp` or `.dbf` ends early.
    #[error("“{name}”不完整：读到第 {record} 条时文件结束。可能没有传完，请重新导出或重新复制后再上传。")]
    Truncated {
        /// File name.
        name: String,
        /// Record that could not be read, from 1.
        record: u32,
    },
    /// Shapes and attribute rows do not pair up.
    #[error(".shp 有 {shapes} 个图形，.dbf 有 {rows} 行属性，两者对不上。请用 GIS 软件重新导出整个图层。")]
    CountsDiffer {
        /// Number of shapes.
        shapes: usize,
        /// Number of attribute rows, deleted ones included.
        rows: usize,
    },
    /// The index of a shapefile alone.
    #[error("这是 Shapefile 的索引（.shx），里面没有图形。请把同名的 .shp、.dbf、.shx、.prj 一起提交。")]
    OnlyIndex,
    /// The archive holds more than one GeoPackage.
    #[error("压缩包内有多个 GeoPackage：{names}。请逐个解压后分别导入。")]
    SeveralGeoPackages {
        /// Their names.
        names: String,
    },
    /// The file is a GeoPackage by its mark, but its tables cannot be read.
    #[error("GeoPackage 无法读取：{why}。可能没有传完或已损坏，请用 GIS 软件重新导出后再上传。")]
    BadGeoPackage {
        /// What is wrong.
        why: String,
    },
    /// A GeoPackage without a layer of features or a table.
    #[error("GeoPackage 内没有可读的图层或表（内有：{found}）。请在 GIS 软件中把面图层导出为 GeoPackage。")]
    NoLayer {
        /// What its list of contents names.
        found: String,
    },
    /// The caller asked for an encoding that does not exist.
    #[error("不认识编码“{label}”。可用：UTF-8、GBK、GB18030、Big5。")]
    UnknownEncoding {
        /// As given.
        label: String,
    },
    /// The text is no JSON.
    #[error("文件不是有效的 GeoJSON：第 {line} 行第 {column} 列处{why}。请用 GIS 软件重新导出后再上传。")]
    NotJson {
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// JSON, but no GeoJSON that holds features.
    #[error("文件是 JSON，但不是 GeoJSON 要素集（type 为“{found}”）。请导出为 FeatureCollection。")]
    NotFeatures {
        /// Its `type`, or a dash.
        found: String,
    },
    /// The text is in no encoding we know.
    #[error("文件的文字既不是 UTF-8 也不是 GBK 编码，无法辨认。请另存为 UTF-8 后再上传。")]
    UnreadableText,
    /// A 国土 TXT without any plot.
    #[error(
        "文件里没有地块：“[地块坐标]”之后没有任何地块行和界址点。请在制图软件中重新导出，并核对是否选中了地块。"
    )]
    NoPlots,
}
