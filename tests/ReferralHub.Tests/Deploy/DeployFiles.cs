using YamlDotNet.Serialization;

namespace ReferralHub.Tests.Deploy;

/// <summary>Reads YAML as maps and lists, the way the tools read it that the files are for.</summary>
static class DeployFiles
{
    /// <summary>Every document of a text, with what is merged in (<c>&lt;&lt;</c>) in its place.</summary>
    public static List<Dictionary<object, object>> Parse(string text)
    {
        var parser = new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(text)));
        YamlDotNet.Core.ParserExtensions.Consume<YamlDotNet.Core.Events.StreamStart>(parser);
        var documents = new List<Dictionary<object, object>>();
        while (YamlDotNet.Core.ParserExtensions.Accept<YamlDotNet.Core.Events.DocumentStart>(parser, out _))
            documents.Add(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser));
        return documents;
    }

    /// <summary>What is at the end of a path of keys; null when it is not there.</summary>
    public static object? At(object? node, params string[] path) =>
        path.Aggregate(node, (n, key) => n is Dictionary<object, object> map && map.TryGetValue(key, out var value) ? value : null);

    /// <summary>The same as text, of a list its items with a space between.</summary>
    public static string? Text(object node, params string[] path) =>
        At(node, path) switch
        {
            List<object> list => string.Join(' ', list),
            var other => other?.ToString(),
        };

    /// <summary>What a manifest says about the pods it makes; null when it makes none.</summary>
    public static Dictionary<object, object>? FindPodSpec(Dictionary<object, object> document) =>
        Text(document, "kind") switch
        {
            "Deployment" or "Job" => At(document, "spec", "template", "spec") as Dictionary<object, object>,
            "CronJob" => At(document, "spec", "jobTemplate", "spec", "template", "spec") as Dictionary<object, object>,
            _ => null,
        };
}
