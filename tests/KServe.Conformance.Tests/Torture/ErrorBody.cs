using System.Text.Json;
using System.Text.RegularExpressions;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Holds what is true of every error that a client sees.</summary>
internal static partial class ErrorBody
{
    /// <summary>Checks the body of an error over HTTP.</summary>
    public static void Check(byte[] body, IReadOnlyList<string> names)
    {
        using var json = JsonDocument.Parse(body);
        var member = Assert.Single(json.RootElement.EnumerateObject());
        Assert.Equal("error", member.Name);
        CheckText(member.Value.GetString()!);
        Assert.All(names, name => Assert.Contains(name, member.Value.GetString()!, StringComparison.Ordinal));
    }

    /// <summary>Checks a text that a client sees, in whatever protocol.</summary>
    public static void CheckText(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotMatch(Leak(), text);
        Assert.InRange(text.Length, 1, 4096);
    }

    [GeneratedRegex(
        @"0x[0-9a-fA-F]{4,}|\bat [A-Z]\w+\.|/(home|usr|etc|app|tmp)/|Exception|System\.",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Leak();
}
