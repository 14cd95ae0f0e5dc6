using System.Text;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Reading;

/// <summary>Files that were written to do harm: each is refused in a sentence, soon, and the other files are read all the same.</summary>
public sealed class ConfigurationYamlTests
{
    public static TheoryData<string, string, int, string> Hostile() =>
        new()
        {
            { "lists in lists", new string('[', 100_000), 1, "nested more than 12 levels deep" },
            { "mappings in mappings", string.Concat(Enumerable.Repeat("{a: ", 100_000)), 1, "nested more than 12 levels deep" },
            { "a bomb of references", Bomb(), 1, "do not give names to parts of the file (&)" },
            { "a reference", "version: 1\nsource: *x\n", 2, "do not refer back to other parts of the file (*)" },
            { "a key twice", "version: 1\nsource: a\nsource: b\n", 3, "the key source stands twice here" },
            { "a key that is a list", "version: 1\n? [a, b]\n: c\n", 2, "a key must be a word" },
            { "two documents", "version: 1\n---\nsource: x\n", 2, "here a second document begins" },
            { "nothing", "", 1, "the file is empty" },
            { "only a comment", "# rows\n", 1, "the file is empty" },
            { "a list", "- a\n- b\n", 1, "the file must begin with keys" },
            { "many values", $"a: [{string.Join(",", Enumerable.Repeat("1", 100_001))}]", 1, "at most 100,000 values" },
            { "a type", "version: !!int 1\nsource: x\n", 1, "values have no YAML types" },
            { "a merge", "version: 1\nsource: x\n<<: { a: b }\n", 3, "the key << is not known here" },
            { "not closed", "version: [1, 2\n", 2, "this is not valid YAML" },
            { "a value that is none", "version: 1\nsource: ~\n", 2, "source has no value" },
            { "a control character", "version: 1\nsource: \"a\\ab\"\n", 2, "a character that is not text" },
            { "bodies that are no list", "version: 1\nsource: x\nbodies: { a: b }\n", 3, "bodies must be a list" },
            { "a row that is a word", "version: 1\nsource: x\nbodies: [a]\n", 3, "a row of bodies must be keys with values" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileFile_IsRefused_WithItsLine(string what, string yaml, int line, string says)
    {
        var files = ShownModels.Load(ShownModels.Models);
        files["hostile.yaml"] = Encoding.UTF8.GetBytes(yaml);

        var read = ShownModels.Read(files);

        read.Configuration.ShouldBeNull();
        read.Faults.ShouldContain(
            f => f.Place == new RowPlace("hostile.yaml", line) && f.Text.Contains(says),
            $"{what}: {string.Join('\n', read.Faults.Select(f => f.Describe()))}"
        );
        read.Faults.ShouldAllBe(f => f.Place!.File == "hostile.yaml");
    }

    [Fact]
    public void FileThatIsTooLarge_OrInAnotherEncoding_IsRefused()
    {
        var files = ShownModels.Load(ShownModels.Models);
        files["large.yaml"] = new byte[1024 * 1024 + 1];
        files["latin.yaml"] = Encoding.Latin1.GetBytes("version: 1\nsource: Café\n");

        ShownModels
            .Read(files)
            .Faults.Select(f => f.Describe())
            .ShouldBe([
                "error large.yaml:1 : the file has more than 1,048,576 bytes; write the rows into several files",
                "error latin.yaml:1 : the file is not text in UTF-8; save it as UTF-8",
            ]);
    }

    /// <summary>A thousand million values, if it were written out.</summary>
    static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 9; i++)
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        return text.ToString();
    }
}
