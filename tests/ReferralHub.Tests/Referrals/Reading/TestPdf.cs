using System.Text;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>Writes PDFs: letters as programs write them, and files that are made to do harm.</summary>
static class TestPdf
{
    const string Pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

    /// <summary>A page with these lines; without any, a page as a scanner makes it.</summary>
    public static byte[] Letter(params string[] lines)
    {
        var content = lines.Length == 0 ? "" : $"BT /F1 12 Tf 72 720 Td 14 TL {string.Join(' ', lines.Select(l => $"({l}) '"))} ET";
        return Write(
            "<</Type/Catalog/Pages 2 0 R>>",
            Pages,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {content.Length}>>\nstream\n{content}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        );
    }

    /// <summary>A form in which something is filled in.</summary>
    public static byte[] Form(string name, string value) =>
        Write(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            Pages,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
            $"<</Type/Annot/Subtype/Widget/FT/Tx/T({name})/V({value})/Rect[0 0 9 9]/P 3 0 R>>"
        );

    /// <summary>Pages within pages within pages: a reader that goes down step by step runs out of stack.</summary>
    public static byte[] DeepTree(int depth) =>
        Write([
            "<</Type/Catalog/Pages 2 0 R>>",
            .. Enumerable.Range(3, depth).Select(next => $"<</Type/Pages/Kids[{next} 0 R]/Count 1>>"),
            "<</Type/Page/MediaBox[0 0 595 842]>>",
        ]);

    static byte[] Write(params string[] objects)
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (number, text) in objects.Index())
        {
            offsets.Add(pdf.Length);
            pdf.Append(number + 1).Append(" 0 obj\n").Append(text).Append("\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append("xref\n0 ").Append(objects.Length + 1).Append("\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(offset.ToString("0000000000", System.Globalization.CultureInfo.InvariantCulture)).Append(" 00000 n \n");
        pdf.Append("trailer\n<</Size ").Append(objects.Length + 1).Append("/Root 1 0 R>>\nstartxref\n").Append(table).Append("\n%%EOF");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
