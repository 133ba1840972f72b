using System.Text;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>A text with one character for each code point, for expressions that know no surrogate pairs.</summary>
/// <remarks>A pair gives way to a character of its kind: a letter, a number, or neither.</remarks>
internal sealed class PlaneText
{
    private const char AnyLetter = '\uA000';
    private const char AnyNumber = '\u3007';
    private const char AnyOther = '\uE000';

    /// <summary>Where each character lies in the text; <see langword="null"/> when in the same place.</summary>
    private readonly List<int>? _places;

    private PlaneText(string text, List<int>? places)
    {
        Text = text;
        _places = places;
    }

    /// <summary>Gets the text to match.</summary>
    public string Text { get; }

    public static PlaneText Create(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return new PlaneText(text, places: null);
        }

        var plain = new StringBuilder(text.Length);
        List<int> places = [];
        for (var i = 0; i < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            plain.Append(consumed == 1 ? text[i]
                : Rune.IsLetter(rune) ? AnyLetter
                : PythonText.IsWord(rune) ? AnyNumber
                : AnyOther);
            places.Add(i);
            i += consumed;
        }

        places.Add(text.Length);
        return new PlaneText(plain.ToString(), places);
    }

    /// <summary>Finds the part of the text that a match covers.</summary>
    public Range GetRange(int index, int length) => _places is null
        ? index..(index + length)
        : _places[index].._places[index + length];
}
