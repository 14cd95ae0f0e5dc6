using System.CommandLine;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Server.Commands;

/// <summary>Tools of the FHIR kernel on the command line.</summary>
static class FhirCommand
{
    public static Command Create() => new("fhir", "Tools for FHIR R4 resources in JSON.") { Validate(), FhirPathCommand.Create() };

    static Command Validate()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files, or - for standard input", Arity = ArgumentArity.OneOrMore };
        var packages = new Option<string[]>("--package")
        {
            Description =
                "FHIR packages (.tgz), definitions (.json) or folders of them, whose profiles, extensions, value sets and code systems "
                + "are to be known; may be given again",
            AllowMultipleArgumentsPerToken = true,
        };
        var profiles = new Option<string[]>("--profile")
        {
            Description =
                "Canonical URL of a profile that every file must conform to, beside those it claims in meta.profile; may be given again",
            AllowMultipleArgumentsPerToken = true,
        };
        var report = CommonOptions.Report();
        var command = new Command(
            "validate",
            "Checks files against FHIR R4 (elements, cardinality, formats, codes of required bindings, reference targets, invariants, "
                + "bundles) and against the profiles they claim. HL7's own profiles and extensions of R4 are known; an extension that "
                + "nobody defines is an error. What cannot be checked with the definitions at hand is told as information. "
                + "Exit code 0 when none has an error, 1 when one has, 3 when a file, package or profile "
                + "cannot be read."
        )
        {
            files,
            packages,
            profiles,
            report,
        };
        command.SetAction(
            (parse, token) =>
                ValidateAsync(
                    parse.GetValue(files)!,
                    parse.GetValue(packages) ?? [],
                    parse.GetValue(profiles) ?? [],
                    parse.GetValue(report)!,
                    token
                )
        );
        return command;
    }

    static async Task<int> ValidateAsync(string[] files, string[] packages, string[] profiles, string report, CancellationToken token)
    {
        FhirValidator validator;
        try
        {
            validator = new(DefinitionSet.Load(packages));
            foreach (var profile in profiles)
            {
                if (validator.Definitions.FindProfile(profile) is not null)
                    continue;
                await Console.Error.WriteLineAsync(
                    $"The profile {profile} is in none of the packages; give the package that holds it with --package."
                );
                return ExitCodes.Failed;
            }
        }
        catch (DefinitionException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failed;
        }

        var results = new List<(string File, IReadOnlyList<FhirIssue> Issues)>();
        foreach (var file in files)
        {
            if (await ReadAsync(file, token) is not { } bytes)
                return ExitCodes.Failed;
            results.Add((file, Check(bytes, validator, profiles)));
        }

        if (report == "json")
            PrintJson(results);
        else
            PrintText(results);
        return results.TrueForAll(r => r.Issues.All(i => i.Severity != FhirSeverity.Error)) ? ExitCodes.Ok : ExitCodes.Invalid;
    }

    static IReadOnlyList<FhirIssue> Check(byte[] bytes, FhirValidator validator, string[] profiles)
    {
        var (document, problem) = FhirJson.Read(bytes);
        if (document is null)
            return
            [
                new(FhirSeverity.Error, problem!.IssueType, problem.Text, problem.Expression ?? "", problem.Line ?? 1, problem.Column ?? 1),
            ];
        using (document)
            return validator.Check(document, profiles);
    }

    /// <summary>The bytes of a file or of standard input; null when it cannot be read, which standard error is then told.</summary>
    public static async Task<byte[]?> ReadAsync(string file, CancellationToken token)
    {
        try
        {
            return file == "-" ? await StandardInputAsync(token) : await File.ReadAllBytesAsync(file, token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file} cannot be read: {e.Message}");
            return null;
        }
    }

    static async Task<byte[]> StandardInputAsync(CancellationToken token)
    {
        using var bytes = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(bytes, token);
        return bytes.ToArray();
    }

    static void PrintText(List<(string File, IReadOnlyList<FhirIssue> Issues)> results)
    {
        foreach (var (file, issues) in results)
        {
            if (issues.Count == 0)
                Console.WriteLine($"{file}: right");
            else if (issues.All(i => i.Severity != FhirSeverity.Error))
                Console.WriteLine($"{file}: no error");
            foreach (var issue in issues)
                Console.WriteLine(
                    $"{file}:{issue.Line}:{issue.Column}: {Name(issue.Severity)} {issue.Code} at {issue.Expression}: {issue.Text}"
                );
        }
    }

    static void PrintJson(List<(string File, IReadOnlyList<FhirIssue> Issues)> results) =>
        JsonReport.Print(w =>
        {
            w.WriteStartArray("files");
            foreach (var (file, issues) in results)
            {
                w.WriteStartObject();
                w.WriteString("file", file);
                w.WriteStartArray("issues");
                foreach (var issue in issues)
                {
                    w.WriteStartObject();
                    w.WriteString("severity", Name(issue.Severity));
                    w.WriteString("code", issue.Code);
                    w.WriteString("expression", issue.Expression);
                    w.WriteNumber("line", issue.Line);
                    w.WriteNumber("column", issue.Column);
                    w.WriteString("text", issue.Text);
                    w.WriteEndObject();
                }

                w.WriteEndArray();
                w.WriteEndObject();
            }

            w.WriteEndArray();
        });

    static string Name(FhirSeverity severity) => severity.ToString().ToLowerInvariant();
}
