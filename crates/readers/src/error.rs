//! Why a file cannot be read, in one sentence for a clerk.

/// Why a file cannot be read (无法读取的原因), and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A file of no bytes.
    #[error("文件是空的，请检查是否选错了文件")]
    Empty,
    /// More bytes than the limit.
    #[error("文件超过 {megabytes} MB，请删去图片和附件后再检查")]
    TooBig {
        /// The limit.
        megabytes: u64,
    },
    /// Nothing but blank lines, as in a document made of scanned pages.
    #[error("文件中没有文字，可能全部是图片，请改用文字版的报告")]
    NoText,
    /// A PDF of scanned pages.
    #[error(
        "PDF 的页面都是图片，没有文字层，读不出文字。请改用文字版的报告；也可以由管理员安装文字识别程序（tesseract-ocr 和 tesseract-ocr-chi-sim）并在设置中启用后再检查"
    )]
    Scanned,
    /// Scanned pages, and the program that recognises them failed or took too long.
    #[error("PDF 的页面是图片，文字识别程序没有运行成功或没有在限定的时间内读完，请改用文字版的报告")]
    Unrecognised,
    /// A PDF whose fonts do not say which characters they print.
    #[error("PDF 的字体没有文字编码，无法读出其中的文字，请改用 Word（.docx）或网页（.html）格式的报告")]
    NoCharacters,
    /// A PDF locked in a way that cannot be opened.
    #[error("文件的加密方式无法识别，请取消加密后再检查")]
    OtherEncryption,
    /// More pages than the limit.
    #[error("文件超过 {0} 页，请只保留年度报告的内容后再检查")]
    TooManyPages(u32),
    /// Pages that draw more than the limit, perhaps without end.
    #[error("文件的版面过于复杂，请另存为 Word（.docx）或网页（.html）后再检查")]
    TooMuchInk,
    /// Word 95 and earlier.
    #[error("暂不能读取这种旧版 Word 文档（Word 95 或更早），请先用 Word 或 WPS 另存为 .docx 后再检查")]
    OldWord,
    /// Excel 95 and earlier, and binary workbooks.
    #[error("暂不能读取这种 Excel 工作簿（Excel 95 或 .xlsb），请先用 Excel 或 WPS 另存为 .xlsx 后再检查")]
    OtherExcel,
    /// OFD.
    #[error("暂不能读取 OFD，请改用 Word（.docx）、网页（.html）或文本（.txt）格式的报告")]
    Ofd,
    /// Comma-separated values, which lose the merged cells of the tables.
    #[error("暂不能读取 CSV，请改用 Excel（.xlsx）格式的报告")]
    Csv,
    /// RTF.
    #[error("暂不能读取 RTF 文档，请先用 Word 或 WPS 另存为 .docx 后再检查")]
    Rtf,
    /// OpenDocument text and sheets.
    #[error("暂不能读取 OpenDocument 文档（.odt、.ods），请先另存为 .docx 或 .xlsx 后再检查")]
    OpenDocument,
    /// Word saved as one XML file.
    #[error("暂不能读取 XML 格式的 Word 文档，请先用 Word 或 WPS 另存为 .docx 后再检查")]
    WordXml,
    /// A web page saved as one MIME file.
    #[error("暂不能读取单个文件网页（.mht），请先用 Word 或 WPS 另存为 .docx 后再检查")]
    WebArchive,
    /// A presentation.
    #[error("这是演示文稿，不是年度报告的文本，请检查是否选错了文件")]
    Slides,
    /// A picture.
    #[error("这是图片，无法读取其中的文字，请改用文字版的报告")]
    Image,
    /// An archive of files.
    #[error("这是压缩包，请先解压，再选择其中的年度报告文件")]
    Archive,
    /// A compound file of another program.
    #[error("无法识别这种文件，请用 Word（.docx）、Excel（.xlsx）、网页（.html）或文本（.txt）格式的报告")]
    Unknown,
    /// A password is needed.
    #[error("文件设有打开密码，请取消密码保护后再检查")]
    Encrypted,
    /// A container that does not open.
    #[error("文件已损坏或不完整，请用原来的软件打开并重新保存后再检查")]
    Damaged,
    /// Unpacking gives more than the limit.
    #[error("文件解压后过大，请删去图片和附件后再检查")]
    Unpacked,
    /// More lines or rows than the limit.
    #[error("文件的行数超过 {0} 行，请只保留年度报告的内容后再检查")]
    TooManyLines(u32),
    /// More cells than the limit.
    #[error("文件的单元格超过 {0} 个，请删去多余的空行、空列后再检查")]
    TooManyCells(u32),
    /// More columns than the limit.
    #[error("文件中有超过 {0} 列的表格，请删去多余的空列后再检查")]
    TooManyColumns(u16),
    /// More text than the limit.
    #[error("文件的文字超过 {megabytes} MB，请只保留年度报告的内容后再检查")]
    TooMuchText {
        /// The limit.
        megabytes: u64,
    },
    /// Tables or elements inside one another beyond the limit.
    #[error("文件的内容嵌套层次过多，请把内容复制到新文档中另存后再检查")]
    TooDeep,
    /// A document type definition, which an office document never has.
    #[error("文件含有不应出现的文档类型定义（DTD），为安全起见没有读取，请把内容复制到新文档中另存后再检查")]
    Dtd,
    /// Bytes that are no text.
    #[error("文件的内容不是文字，请检查是否选错了文件，或者文件扩展名是否改错")]
    NotText,
    /// Text in an encoding that cannot be told.
    #[error("无法识别文件的文字编码，请另存为 UTF-8 编码的文本后再检查")]
    Encoding,
}
