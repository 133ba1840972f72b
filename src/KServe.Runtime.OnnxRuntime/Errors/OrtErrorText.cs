using System.Text;
using System.Text.RegularExpressions;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Turns a text of the native library into one that clients may read.</summary>
/// <remarks>
/// The library's texts name files of the machine that built it, C++ functions and the folder of the model. What is left
/// says what was wrong: operators, names inside the model, shapes. The log gets the text as it is.
/// </remarks>
internal static partial class OrtErrorText
{
    private const int MaxSource = 4096;
    private const int MaxLength = 400;
    private const int TimeoutMilliseconds = 500;

    private static readonly string[] Markers = ["const", "[with "];

    /// <summary>Removes paths, source locations, function names and control characters.</summary>
    public static string Sanitize(string message)
    {
        try
        {
            var text = message.Length > MaxSource ? message[..MaxSource] : message;
            text = ErrorCode().Replace(text, "");
            text = LoadPrefix().Replace(text, "");
            text = RemoveLocations(text);
            text = AbsolutePath().Replace(text, static path => path.Groups["name"].Value);
            text = QualifiedName().Replace(text, "");
            return Tidy(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return "";
        }
    }

    /// <summary>Gets the code that stands in front of the text, like <c>InvalidArgument</c>.</summary>
    public static ReadOnlySpan<char> GetCode(string message)
    {
        const string Prefix = "[ErrorCode:";
        var end = message.IndexOf(']', StringComparison.Ordinal);
        return end > 0 && message.StartsWith(Prefix, StringComparison.Ordinal)
            ? message.AsSpan()[Prefix.Length..end]
            : [];
    }

    [GeneratedRegex(
        @"\[ErrorCode:\w+\]\s*|\[ONNXRuntimeError\] : \d+ : \w+ : ",
        RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(
        "^Load model from .*? failed:",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeoutMilliseconds)]
    private static partial Regex LoadPrefix();

    [GeneratedRegex(
        @"(?<path>[\w./\\:-]+)\.(?:cc|cpp|h|hpp|cu|cuh):\d+ ",
        RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex SourceLocation();

    // An absolute path of either kind keeps its last part; a name like /encoder/layer.0/Add in a model does as well.
    [GeneratedRegex(
        @"(?<![\w.])(?:[A-Za-z]:[\\/]|\\\\|/)(?:[^\s""'<>|:,;()]*[\\/])?(?<name>[^\s""'<>|:,;()/\\]*)",
        RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"[\w<>*&]*\w::[^\s]*", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex QualifiedName();

    private static string RemoveLocations(string text)
    {
        var result = new StringBuilder();
        while (SourceLocation().Match(text) is { Success: true } location)
        {
            result.Append(text.AsSpan(0, location.Index));
            var rest = text.AsSpan(location.Index + location.Length);
            text = SkipFunction(rest, isSignature: location.ValueSpan.Contains('/')).ToString();
        }

        return result.Append(text).ToString();
    }

    /// <summary>Passes over the function behind a source location: a whole signature, or a bare name.</summary>
    private static ReadOnlySpan<char> SkipFunction(ReadOnlySpan<char> text, bool isSignature)
    {
        var open = text.IndexOf('(');
        if (!isSignature || open < 0)
        {
            var space = text.IndexOf(' ');
            return space < 0 ? [] : text[(space + 1)..];
        }

        // The name of a call operator has parentheses of its own.
        open = text[open..].StartsWith("()(", StringComparison.Ordinal) ? open + 2 : open;
        text = SkipBalanced(text[open..], '(', ')').TrimStart();
        foreach (var marker in Markers)
        {
            if (text.StartsWith(marker, StringComparison.Ordinal))
            {
                text = marker[0] == '[' ? SkipBalanced(text, '[', ']') : text[marker.Length..];
                text = text.TrimStart();
            }
        }

        return text;
    }

    private static ReadOnlySpan<char> SkipBalanced(ReadOnlySpan<char> text, char open, char close)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
            if (depth == 0)
            {
                return text[(i + 1)..];
            }
        }

        return [];
    }

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var character in text)
        {
            var isSpace = char.IsWhiteSpace(character) || char.IsControl(character);
            if (isSpace && (tidy.Length == 0 || tidy[^1] == ' '))
            {
                continue;
            }

            if (tidy.Length == MaxLength)
            {
                return tidy.Append("...").ToString();
            }

            tidy.Append(isSpace ? ' ' : char.IsSurrogate(character) ? '\uFFFD' : character);
        }

        return tidy.ToString().TrimEnd(' ', '.');
    }
}
