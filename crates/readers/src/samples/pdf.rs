//! PDF files made from drawing instructions.

use std::fmt::Write as _;

/// A page in the making; lengths are points, y grows downwards from the upper edge.
#[derive(Default)]
pub(crate) struct PdfPage {
    /// The drawing instructions.
    pub(crate) content: String,
}

/// The size of a page.
const WIDTH: i32 = 600;
const HEIGHT: i32 = 800;

impl PdfPage {
    /// Prints text at a place in a size.
    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let code = |unit: u16| format!("{unit:04x}");
        let codes: String = text.encode_utf16().map(code).collect();
        let y = HEIGHT as f32 - y;
        writeln!(self.content, "BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET").unwrap();
    }

    /// Draws a line.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let height = HEIGHT as f32;
        let ((x0, y0), (x1, y1)) = (from, to);
        writeln!(self.content, "{x0} {} m {x1} {} l S", height - y0, height - y1).unwrap();
    }

    /// Fills a box.
    pub(crate) fn fill(&mut self, x: f32, y: f32, width: f32, height: f32) {
        writeln!(self.content, "{x} {} {width} {height} re f", HEIGHT as f32 - y - height).unwrap();
    }

    /// Draws a grid of columns and rows, its cells filled with texts of size 10; `\n` begins a line.
    pub(crate) fn grid(&mut self, xs: &[f32], ys: &[f32], rows: &[&[&str]]) {
        for y in ys {
            self.line((xs[0], *y), (xs[xs.len() - 1], *y));
        }
        for x in xs {
            self.line((*x, ys[0]), (*x, ys[ys.len() - 1]));
        }
        self.cells(xs, ys, rows);
    }

    /// Prints the texts of cells without lines around them.
    pub(crate) fn cells(&mut self, xs: &[f32], ys: &[f32], rows: &[&[&str]]) {
        for (y, row) in ys.iter().zip(rows) {
            for (x, text) in xs.iter().zip(*row) {
                for (line, text) in text.split('\n').enumerate() {
                    self.text(x + 3.0, y + 14.0 + 12.0 * line as f32, 10.0, text);
                }
            }
        }
    }
}

/// A file in the making.
pub(crate) struct PdfFile {
    pub(crate) pages: Vec<PdfPage>,
    /// The encoding of the font; its collection of characters.
    pub(crate) encoding: &'static str,
    pub(crate) collection: &'static str,
    /// More objects, numbered from [`PdfFile::FIRST`] on.
    pub(crate) objects: Vec<Vec<u8>>,
    /// What else the resources of the pages name.
    pub(crate) resources: String,
}

impl PdfFile {
    /// The number of the first of the objects that a test adds.
    pub(crate) const FIRST: usize = 5;

    pub(crate) fn new(pages: Vec<PdfPage>) -> PdfFile {
        let (encoding, collection) = ("UniGB-UCS2-H", "GB1");
        PdfFile { pages, encoding, collection, objects: Vec::new(), resources: String::new() }
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let first_page = PdfFile::FIRST + self.objects.len();
        let kids: String = (0..self.pages.len()).map(|n| format!("{} 0 R ", first_page + n * 2)).collect();
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len()).into_bytes(),
            format!(
                "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{}/DescendantFonts[4 0 R]>>",
                self.encoding
            )
            .into_bytes(),
            format!(
                "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/W[1 95 500]/CIDSystemInfo\
                 <</Registry(Adobe)/Ordering({})/Supplement 0>>>>",
                self.collection
            )
            .into_bytes(),
        ];
        objects.extend(self.objects.iter().cloned());
        for (n, page) in self.pages.iter().enumerate() {
            let content = first_page + n * 2 + 1;
            objects.push(
                format!(
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {content} 0 R\
                     /Resources<</Font<</F 3 0 R>>{}>>>>",
                    self.resources
                )
                .into_bytes(),
            );
            objects.push(PdfFile::stream("", page.content.as_bytes()));
        }
        PdfFile::of_objects(&objects)
    }

    /// A stream with some entries in its dictionary.
    pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("<<{entries}/Length {}>>stream\n", data.len());
        [head.as_bytes(), data, b"\nendstream"].concat()
    }

    /// A file of objects, the first of which is its root.
    pub(crate) fn of_objects(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut file = b"%PDF-1.5\n".to_vec();
        let mut places = String::new();
        for (number, object) in (1..).zip(objects) {
            writeln!(places, "{:010} 00000 n ", file.len()).unwrap();
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let (start, size) = (file.len(), objects.len() + 1);
        file.extend(
            format!(
                "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<</Size {size}/Root 1 0 R>>\n\
                 startxref\n{start}\n%%EOF"
            )
            .bytes(),
        );
        file
    }
}
