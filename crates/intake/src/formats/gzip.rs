//! Gzip, a container around one file.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::Refusal;

const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// A table unpacks to no more than this.
const MOST_UNPACKED: u64 = 384 << 20;
/// Unpacked size over packed size, from [`FREE`] on: text of tables stays far below.
const MOST_RATIO: u64 = 100;
/// Below this size any ratio is fine.
const FREE: u64 = 64 << 20;

/// Whether the bytes are one.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The file inside, and its name.
pub(super) fn unpack(file_name: &str, bytes: &[u8]) -> Result<(String, Vec<u8>), Refusal> {
    let allowed = MOST_UNPACKED.min((MOST_RATIO * bytes.len() as u64).max(FREE));
    let mut content = Vec::new();
    // What the packer says of the size is not believed: reading stops one byte after what is allowed.
    let unpacked = MultiGzDecoder::new(bytes).take(allowed + 1).read_to_end(&mut content);
    if content.len() as u64 > allowed {
        return Err(Refusal::new(
            format!("压缩包解压后超过 {} MB，已停止读取。", allowed >> 20),
            "请核对文件，必要时按乡镇（街道）拆分后提交。",
        ));
    }
    unpacked.map_err(|_cause| {
        Refusal::new(
            "gzip 压缩包不完整或已损坏，可能是下载或拷贝中断。",
            "请重新下载或让对方重新发送；也可解压后直接提交里面的表格。",
        )
    })?;
    let name = file_name.strip_suffix(".gz").or_else(|| file_name.strip_suffix(".GZ")).unwrap_or(file_name);
    Ok((name.to_owned(), content))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::super::open;

    fn packed(content: &[u8], times: usize) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        (0..times).for_each(|_| packer.write_all(content).unwrap());
        packer.finish().unwrap()
    }

    #[test]
    fn the_table_inside_is_read_and_a_container_in_a_container_is_not() {
        let one = packed("企业名称,年度\n甲,2021\n".as_bytes(), 1);
        let book = open("税.csv.gz", &one, None).unwrap();
        assert_eq!((book.format, book.sheets[0].rows.len(), book.notes.len()), ("csv", 2, 0));
        assert!(open("税.csv.gz", &packed(&one, 1), None).unwrap_err().message.contains("gzip"));
        assert!(open("税.csv.gz", &one[..one.len() - 4], None).unwrap_err().message.contains("不完整"));
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = packed(&vec![b'1'; 1 << 20], 100);
        assert!(open("bomb.csv.gz", &bomb, None).unwrap_err().message.contains("64 MB"));
    }
}
