using System.Text;
using System.Text.RegularExpressions;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

/// <summary>The formats by hand against the expressions of the definitions.</summary>
public sealed class PrimitiveFormatTests
{
    /// <summary>
    /// The formats by hand against the expressions of the definitions; ours may only be stricter, and only by days and code
    /// points the words of R4 exclude.
    /// </summary>
    [Fact]
    public void Formats_AgreeWithTheDefinitions()
    {
        string[] seeds =
        [
            "2026",
            "2026-02",
            "2026-02-28",
            "2026-02-28T23:59:60Z",
            "2026-02-28T10:00:00.123+14:00",
            "10:11:12.5",
            "urn:oid:1.2.840.0",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "a-b.C9",
            "code with spaces",
            "http://example.org/a?b=c",
            "-1",
            "0",
        ];
        var random = new Random(20261124);
        const string alphabet = "0123456789-:.TZ+ abcxF/urn\t";
        var compared = 0;
        foreach (var type in new[] { "date", "dateTime", "instant", "time", "oid", "uuid", "id", "code", "uri" })
        {
            var regex = new Regex($@"\A(?:{R4Schema.R4.Find(type)!.Regex})\z");
            foreach (var seed in seeds.SelectMany(s => Enumerable.Range(0, 400).Select(_ => Mutate(s))).Where(s => s.Length > 0))
            {
                var ours = PrimitiveFormat.Fault(type, Encoding.UTF8.GetBytes(seed)) is null;
                var theirs = regex.IsMatch(seed);
                compared++;
                if (ours)
                    theirs.ShouldBeTrue($"{type}: {seed}");
                else if (theirs)
                    (IsDayThatIsNot(seed) || seed.Contains('\t', StringComparison.Ordinal)).ShouldBeTrue($"{type}: {seed}");
            }
        }

        compared.ShouldBeGreaterThan(40_000);

        string Mutate(string text)
        {
            var characters = text.ToList();
            for (var edits = random.Next(3); edits > 0 && characters.Count > 0; edits--)
            {
                var at = random.Next(characters.Count);
                switch (random.Next(3))
                {
                    case 0:
                        characters[at] = alphabet[random.Next(alphabet.Length)];
                        break;
                    case 1:
                        characters.RemoveAt(at);
                        break;
                    default:
                        characters.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                }
            }

            return new([.. characters]);
        }
    }

    static bool IsDayThatIsNot(string text) => text.Length >= 10 && !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out _);
}
