using System.Globalization;
using System.Text;

namespace ReferralHub.Server.Demo;

/// <summary>Writes a letter as a PDF of one page in a standard font, so that the demonstration needs no file of anybody else's.</summary>
static class DemoPdf
{
    const int LineCharactersMax = 88;
    const int LinesMax = 52;

    /// <summary>A PDF 1.4 of the text; its paragraphs are separated by an empty line.</summary>
    public static byte[] Write(string text)
    {
        var content = new StringBuilder("BT /F1 11 Tf 60 780 Td 14 TL\n");
        foreach (var line in Wrap(text).Take(LinesMax))
            content.Append('(').Append(Escape(line)).Append(") Tj T*\n");
        content.Append("ET");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (body, i) in objects.Select((o, i) => (o, i)))
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{body}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        // Everything in it is ASCII, so that offsets in characters are offsets in bytes.
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    static IEnumerable<string> Wrap(string text)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + word.Length >= LineCharactersMax)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : "").Append(word);
            }

            yield return line.ToString();
        }
    }

    static string Escape(string line) => new StringBuilder(line).Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)").ToString();
}
