namespace KServe.Runtime.Generative.Grammars;

/// <summary>The classes that have a letter in regular expressions, over ASCII as in JSON Schema's dialect.</summary>
internal static class RegexClasses
{
    public static CodePointSet NewLine { get; } = CodePointSet.Of(('\n', '\n'), ('\r', '\r'));

    private static readonly CodePointSet Digit = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Word = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet Space = CodePointSet.Of(('\t', '\r'), (' ', ' '));

    public static CodePointSet? Find(int letter) => letter switch
    {
        'd' => Digit,
        'D' => Digit.Invert(),
        'w' => Word,
        'W' => Word.Invert(),
        's' => Space,
        'S' => Space.Invert(),
        _ => null,
    };
}
