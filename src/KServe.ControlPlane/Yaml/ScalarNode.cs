using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>A single value; what it means depends on whether it stands in quotes.</summary>
internal sealed class ScalarNode(SourcePosition position, string text, bool isPlain) : Node(position)
{
    private const NumberStyles Decimal =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public string Text { get; } = text;

    public ScalarKind Kind { get; } = isPlain ? Resolve(text) : ScalarKind.Text;

    public override string Describe => Kind switch
    {
        ScalarKind.Text => $"the text '{Shorten(Text)}'",
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the boolean {Text}",
        _ => $"the number {Shorten(Text)}",
    };

    public bool IsTrue =>
        Kind == ScalarKind.Boolean && (Text[0] is 't' or 'T' or 'y' or 'Y' || IsOn(Text));

    public static ScalarNode Of(string text) => new(default, text, isPlain: false);

    public static ScalarNode Of(long number) => new(default, number.ToString(CultureInfo.InvariantCulture), isPlain: true);

    public static ScalarNode Of(bool value) => new(default, value ? "true" : "false", isPlain: true);

    // Clusters read YAML 1.1, where "yes" and "on" are booleans too.
    private static ScalarKind Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => ScalarKind.Boolean,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => ScalarKind.Boolean,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
            ScalarKind.Integer,
        _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out _) =>
            ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    private static bool IsOn(string text) => text is "on" or "On" or "ON";

    private static string Shorten(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 61), "...");
}
