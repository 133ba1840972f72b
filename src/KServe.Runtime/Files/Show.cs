namespace KServe.Runtime.Files;

/// <summary>Shortens texts of model files for errors.</summary>
internal static class Show
{
    private const int MaxLength = 60;

    /// <summary>Cuts a text to a length that fits a message and blanks what does not print.</summary>
    public static string Text(ReadOnlySpan<char> text)
    {
        var isCut = text.Length > MaxLength;
        var shown = text[..Math.Min(text.Length, MaxLength)].ToString().ToCharArray();
        for (var i = 0; i < shown.Length; i++)
        {
            if (char.IsControl(shown[i]) || char.IsSurrogate(shown[i]))
            {
                shown[i] = '?';
            }
        }

        return isCut ? new string(shown) + "..." : new string(shown);
    }
}
