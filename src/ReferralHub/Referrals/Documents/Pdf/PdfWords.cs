using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms;
using UglyToad.PdfPig.AcroForms.Fields;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace ReferralHub.Referrals.Documents.Pdf;

/// <summary>What came out of a PDF.</summary>
/// <param name="Text">Its words page by page, then what is filled in and annotated; empty when there are none.</param>
/// <param name="Unread">Why a person must look all the same, in words that follow the file's name; null when all of it was read.</param>
public sealed record PdfText(string Text, string? Unread);

/// <summary>
/// Takes the words out of a PDF. It runs in the process of <see cref="PdfChild"/> only: a hostile file may nest so deep or grow so large
/// that the process ends, and no catch helps against that.
/// </summary>
static class PdfWords
{
    public const int PagesMax = 50;
    public const int CharactersMax = 100_000;

    static readonly ParsingOptions Options = new() { UseLenientParsing = true, SkipMissingFonts = true };

    public static PdfText Read(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf, Options);
        var text = new StringBuilder();
        var empty = 0;
        var pages = Math.Min(document.NumberOfPages, PagesMax);
        for (var number = 1; number <= pages && text.Length < CharactersMax; number++)
        {
            var page = document.GetPage(number);
            var words = ContentOrderTextExtractor.GetText(page);
            if (string.IsNullOrWhiteSpace(words))
                empty++;
            else
                text.AppendLine(words);
            foreach (var annotation in page.GetAnnotations())
                if (!string.IsNullOrWhiteSpace(annotation.Content))
                    text.AppendLine(annotation.Content);
        }

        if (document.TryGetForm(out var form))
            AddFields(form, text);
        return new(Cut(text), FindUnread(document.NumberOfPages, pages, empty, text.Length));
    }

    static string? FindUnread(int all, int pages, int empty, int characters) =>
        characters > CharactersMax ? "it is longer than what rules read; the rest is in the file"
        : all > pages ? $"only the first {pages} of its {all} pages were read"
        : empty == pages ? "no text could be taken out (a scan, or pictures only)"
        : empty > 0 ? $"{empty} of its {pages} pages have no text that can be taken out (a scan, or pictures only)"
        : null;

    static void AddFields(AcroForm form, StringBuilder text)
    {
        foreach (var field in form.GetFields())
        {
            if (WriteField(field) is { Length: > 0 } value)
                text.Append(field.Information.AlternateName ?? field.Information.PartialName).Append(": ").AppendLine(value);
            if (text.Length > CharactersMax)
                return;
        }
    }

    static string? WriteField(AcroFieldBase field) =>
        field switch
        {
            AcroTextField words => words.Value,
            AcroCheckboxField box => box.IsChecked ? "yes" : "no",
            AcroRadioButtonField button => button.IsSelected ? "yes" : null,
            AcroComboBoxField combo => string.Join(", ", combo.SelectedOptions),
            AcroListBoxField list => string.Join(", ", list.SelectedOptions),
            _ => null,
        };

    static string Cut(StringBuilder text) => text.Length > CharactersMax ? text.ToString(0, CharactersMax) : text.ToString().Trim();
}
