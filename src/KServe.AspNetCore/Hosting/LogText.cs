namespace KServe.AspNetCore;

/// <summary>Makes text of clients fit for one line of a log.</summary>
internal static class LogText
{
    private const int MaxLength = 256;

    /// <summary>Replaces control characters, which could fake lines, and cuts what is long.</summary>
    public static string Clean(string text)
    {
        if (text.Length > MaxLength)
        {
            text = text[..MaxLength] + "…";
        }

        foreach (var c in text)
        {
            if (IsUnfit(c))
            {
                return string.Create(text.Length, text, static (line, source) =>
                {
                    for (var i = 0; i < line.Length; i++)
                    {
                        line[i] = IsUnfit(source[i]) ? '?' : source[i];
                    }
                });
            }
        }

        return text;
    }

    // Beside the control characters: the two separators that some viewers of logs break lines at.
    private static bool IsUnfit(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
