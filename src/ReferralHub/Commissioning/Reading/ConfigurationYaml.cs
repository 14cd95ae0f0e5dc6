using System.Text;
using System.Text.Unicode;
using ReferralHub.Commissioning.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>
/// Reads the YAML of a file of rows. Its events are counted before anything is made of them: what is nested too deep, has too many
/// values, refers back to a part of itself or has a key twice is refused, however little of it is written.
/// </summary>
static class ConfigurationYaml
{
    public const int BytesMax = 1024 * 1024;

    /// <summary>Rows are at most 8 deep.</summary>
    const int DepthMax = 12;
    const int ValuesMax = 100_000;
    static readonly UTF8Encoding Utf8Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The one document of the file; null when it has a fault.</summary>
    public static YamlMappingNode? Read(ConfigurationFile file, List<ConfigurationFault> faults)
    {
        if (file.Bytes.Length > BytesMax)
            return Fault(1, FormattableString.Invariant($"the file has more than {BytesMax:N0} bytes; write the rows into several files"));
        if (!Utf8.IsValid(file.Bytes))
            return Fault(1, "the file is not text in UTF-8; save it as UTF-8");
        var line = 1;
        try
        {
            var before = faults.Count;
            using (var text = Open(file.Bytes))
                Check(file.Name, new Parser(text), faults, ref line);
            if (faults.Count > before)
                return null;
            var stream = new YamlStream();
            using (var text = Open(file.Bytes))
                stream.Load(text);
            return stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : Fault(1, "the file must begin with keys such as version, source and bodies");
        }
        catch (YamlException e)
        {
            return Fault(ToLine(e.Start), $"this is not valid YAML: {e.Message.TrimEnd('.')}; put it right at this line or just before it");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The reader of YAML gives such for some characters that it does not expect, without a place.
            return Fault(line, "this is not valid YAML; look here, or just behind, for a bracket or quote too many or too few");
        }

        YamlMappingNode? Fault(int line, string text)
        {
            faults.AddError(new(file.Name, line), null, text);
            return null;
        }
    }

    public static int ToLine(Mark mark) => (int)Math.Max(1, mark.Line);

    static StreamReader Open(byte[] yaml) => new(new MemoryStream(yaml), Utf8Strict);

    static void Check(string file, Parser parser, List<ConfigurationFault> faults, ref int line)
    {
        var open = new Stack<Holder>();
        var (values, documents) = (0, 0);
        while (parser.MoveNext())
        {
            var at = parser.Current!;
            line = ToLine(at.Start);
            switch (at)
            {
                case DocumentStart when ++documents > 1:
                    Fault(at, "here a second document begins (---); put its rows into a file of their own");
                    return;
                case AnchorAlias:
                    Fault(at, "rows do not refer back to other parts of the file (*); write it out");
                    return;
                case NodeEvent { Anchor.IsEmpty: false }:
                    Fault(at, "rows do not give names to parts of the file (&); write it out where it is needed");
                    return;
                case NodeEvent { Tag.IsEmpty: false }:
                    Fault(at, "values have no YAML types (!); leave the type out");
                    return;
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case NodeEvent node:
                    if (++values > ValuesMax)
                    {
                        Fault(
                            at,
                            FormattableString.Invariant($"a file has at most {ValuesMax:N0} values; write the rows into several files")
                        );
                        return;
                    }

                    if (open.TryPeek(out var holder) && holder.IsKeyNext())
                    {
                        if (node is not Scalar key)
                        {
                            Fault(node, "a key must be a word; is a colon or a quote in the wrong place?");
                            return;
                        }

                        if (!holder.Keys!.Add(key.Value))
                            Fault(node, $"the key {Shown.Short(key.Value)} stands twice here; take one of the two out");
                    }

                    if (node is Scalar)
                        break;
                    if (open.Count >= DepthMax)
                    {
                        Fault(at, $"this is nested more than {DepthMax} levels deep; no row is");
                        return;
                    }

                    open.Push(new(node is MappingStart));
                    break;
            }
        }

        if (documents == 0)
            faults.AddError(new(file, 1), null, "the file is empty; write version, source and rows into it, or take it away");

        void Fault(ParsingEvent found, string text) => faults.AddError(new(file, ToLine(found.Start)), null, text);
    }

    /// <summary>A mapping or list that is being read.</summary>
    sealed class Holder(bool isMapping)
    {
        bool isValueNext = true;

        public HashSet<string>? Keys { get; } = isMapping ? new(StringComparer.Ordinal) : null;

        /// <summary>Whether what comes now is a key; keys and values take turns.</summary>
        public bool IsKeyNext() => isMapping && !(isValueNext = !isValueNext);
    }
}
