using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Triage.Reading;

/// <summary>
/// Reads the YAML of a pack. Before anything is made of it, its events are counted: what is nested too deep, has too many values,
/// refers back to a part of itself, or has a key twice is refused, whatever it would be worth written out.
/// </summary>
static class PackYaml
{
    const int BytesMax = 1024 * 1024;

    /// <summary>Sections of a pack are at most 8 deep; the rest is for resources in examples.</summary>
    const int DepthMax = 40;
    const int ValuesMax = 100_000;
    static readonly UTF8Encoding Utf8Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The one document of the file.</summary>
    /// <exception cref="RulePackException">It cannot be read.</exception>
    public static YamlNode Read(string file, byte[] yaml)
    {
        if (yaml.Length > BytesMax)
            throw new RulePackException(file, Mark.Empty, $"a pack has at most {BytesMax:N0} bytes");
        if (!Utf8.IsValid(yaml))
            throw new RulePackException(file, Mark.Empty, "a pack is text in UTF-8, and this is not; save it as UTF-8");
        try
        {
            using (var text = Open(yaml))
                Check(file, new Parser(text));
            var stream = new YamlStream();
            using (var text = Open(yaml))
                stream.Load(text);
            return stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            throw new RulePackException(file, e.Start, $"this is not valid YAML: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The reader of YAML gives such for some characters that it does not expect, without a place.
            throw new RulePackException(file, Mark.Empty, "this is not valid YAML");
        }
    }

    static StreamReader Open(byte[] yaml) => new(new MemoryStream(yaml), Utf8Strict);

    static void Check(string file, Parser parser)
    {
        var open = new Stack<Holder>();
        var (values, documents) = (0, 0);
        while (parser.MoveNext())
        {
            var at = parser.Current!;
            switch (at)
            {
                case DocumentStart when ++documents > 1:
                    throw Fault(at, "a pack is one YAML document, and here a second one begins");
                case AnchorAlias:
                    throw Fault(at, "a pack does not refer back to parts of itself (*); write it out");
                case NodeEvent { Anchor.IsEmpty: false }:
                    throw Fault(at, "a pack does not give names to parts of itself (&); write it out where it is needed");
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case NodeEvent node:
                    if (++values > ValuesMax)
                        throw Fault(at, FormattableString.Invariant($"a pack has at most {ValuesMax:N0} values"));
                    if (open.TryPeek(out var holder) && holder.IsKeyNext())
                        AddKey(node, holder);
                    if (node is Scalar)
                        break;
                    if (open.Count >= DepthMax)
                        throw Fault(at, $"this is nested more than {DepthMax} levels deep");
                    open.Push(new(node is MappingStart));
                    break;
            }
        }

        if (documents == 0)
            throw new RulePackException(file, Mark.Empty, "the file is empty; a pack is one YAML document");

        void AddKey(NodeEvent node, Holder holder)
        {
            if (node is not Scalar scalar)
                throw Fault(node, "a key must be a word");
            if (!holder.Keys!.Add(scalar.Value))
                throw Fault(node, $"the key {Shown(scalar.Value)} stands twice here; which of the two is meant cannot be known");
        }

        RulePackException Fault(ParsingEvent at, string reason) => new(file, at.Start, reason);
    }

    static string Shown(string key) => key.Length <= 40 ? key : key[..40] + "…";

    /// <summary>A mapping or list that is being read.</summary>
    sealed class Holder(bool isMapping)
    {
        bool isValueNext = true;

        public HashSet<string>? Keys { get; } = isMapping ? new(StringComparer.Ordinal) : null;

        /// <summary>Whether what comes now is a key; keys and values take turns.</summary>
        public bool IsKeyNext() => isMapping && !(isValueNext = !isValueNext);
    }
}
