namespace KServe.Runtime.Generative.Tools;

/// <summary>Looks for markers in text that is still coming.</summary>
internal static class Markers
{
    /// <summary>Finds a marker.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marker">The marker.</param>
    /// <param name="isComplete">Whether nothing follows.</param>
    /// <param name="certain">How much of the text stands in front of the marker, or of what may become one.</param>
    /// <returns>Where the marker begins, or -1.</returns>
    public static int Find(string text, string marker, bool isComplete, out int certain)
    {
        var found = text.IndexOf(marker, StringComparison.Ordinal);
        certain = found >= 0 ? found : text.Length;
        for (var i = Math.Min(marker.Length - 1, text.Length); found < 0 && !isComplete && i > 0; i--)
        {
            if (text.AsSpan(text.Length - i).SequenceEqual(marker.AsSpan(0, i)))
            {
                certain = text.Length - i;
                break;
            }
        }

        return found;
    }

    /// <summary>Tells whether a character stands in a part of a text that came since.</summary>
    public static bool HasSince(System.Text.StringBuilder text, int from, char first, char second)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == first || text[i] == second)
            {
                return true;
            }
        }

        return false;
    }
}
