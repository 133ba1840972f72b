using System.Text;

namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>A text under transformation that remembers where each of its characters came from.</summary>
/// <remarks>
/// A transformation reads the present text from left to right with a cursor and writes the next one. A character
/// written with change 0 takes the place of one character, with change -n of 1 + n characters; one written with change
/// 1 is inserted and takes the origin of the character in front of the cursor. These are the rules by which the
/// Hugging Face library keeps offsets.
/// </remarks>
internal sealed class AlignedText
{
    private char[] _chars = new char[256];
    private char[] _nextChars = new char[256];
    private int[] _starts = [];
    private int[] _ends = [];
    private int[] _nextStarts = [];
    private int[] _nextEnds = [];
    private int _nextLength;
    private int _cursor;
    private bool _tracks;

    /// <summary>Gets the number of UTF-16 units.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the present text.</summary>
    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    /// <summary>Gets the position in the original text at which this text begins.</summary>
    public int Origin { get; private set; }

    /// <summary>Gets the next character that a transformation reads.</summary>
    public int Cursor => _cursor;

    /// <summary>Gets how many units all buffers can hold.</summary>
    public int Capacity => Math.Max(_chars.Length, _nextChars.Length);

    /// <summary>Takes a text, every character its own origin; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="text">The part of the original.</param>
    /// <param name="origin">Where the part begins in the original.</param>
    /// <param name="tracks">Whether origins are wanted.</param>
    public void Load(ReadOnlySpan<char> text, int origin, bool tracks)
    {
        _tracks = tracks;
        Origin = origin;
        Grow(ref _chars, 0, text.Length);
        text.CopyTo(_chars);
        Length = text.Length;
        CodePoints.ReplaceLoneSurrogates(_chars.AsSpan(0, Length));
        if (!tracks)
        {
            return;
        }

        Grow(ref _starts, 0, text.Length);
        Grow(ref _ends, 0, text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsHighSurrogate(_chars[i]);
            _starts[i] = origin + i;
            _ends[i] = origin + i + (pair ? 2 : 1);
            if (pair)
            {
                i++;
                _starts[i] = origin + i - 1;
                _ends[i] = origin + i + 1;
            }
        }
    }

    /// <summary>Takes a part of another text, with its origins.</summary>
    public void LoadPart(AlignedText other, int start, int end)
    {
        _tracks = other._tracks;
        Length = end - start;
        Origin = other._tracks ? other._starts[start] : other.Origin + start;
        Grow(ref _chars, 0, Length);
        other._chars.AsSpan(start, Length).CopyTo(_chars);
        if (_tracks)
        {
            Grow(ref _starts, 0, Length);
            Grow(ref _ends, 0, Length);
            other._starts.AsSpan(start, Length).CopyTo(_starts);
            other._ends.AsSpan(start, Length).CopyTo(_ends);
        }
    }

    /// <summary>Gets where in the original the characters of a range came from.</summary>
    public (int Start, int End) OriginOf(int start, int end) =>
        !_tracks ? default
        : start < end ? (_starts[start], _ends[end - 1])
        : start < Length ? (_starts[start], _starts[start])
        : (Origin, Origin);

    /// <summary>Tells whether a range begins where the whole original begins.</summary>
    public bool IsAtStart(int start) => Origin == 0 && (_tracks && start < Length ? _starts[start] == 0 : start == 0);

    /// <summary>Begins a transformation.</summary>
    public void Begin()
    {
        _cursor = 0;
        _nextLength = 0;
    }

    /// <summary>Copies characters as they are.</summary>
    public void Copy(int count)
    {
        Grow(ref _nextChars, _nextLength, _nextLength + count);
        _chars.AsSpan(_cursor, count).CopyTo(_nextChars.AsSpan(_nextLength));
        if (_tracks)
        {
            Grow(ref _nextStarts, _nextLength, _nextLength + count);
            Grow(ref _nextEnds, _nextLength, _nextLength + count);
            _starts.AsSpan(_cursor, count).CopyTo(_nextStarts.AsSpan(_nextLength));
            _ends.AsSpan(_cursor, count).CopyTo(_nextEnds.AsSpan(_nextLength));
        }

        _cursor += count;
        _nextLength += count;
    }

    /// <summary>Leaves characters out.</summary>
    public void Skip(int count) => _cursor += count;

    /// <summary>Writes a character by the rules of this class.</summary>
    public void Emit(int codePoint, int change)
    {
        var at = change > 0 ? _cursor - 1 : _cursor;
        var (start, end) = !_tracks ? default
            : at >= 0 && at < Length ? (_starts[at], _ends[at])
            : (Origin, Origin);
        Write(codePoint, start, end);
        if (change > 0)
        {
            return;
        }

        for (var i = change; i <= 0 && _cursor < Length; i++)
        {
            _cursor += CodePoints.LengthAt(_chars.AsSpan(0, Length), _cursor);
        }
    }

    /// <summary>Writes characters in front of the next one, whose origin they share.</summary>
    public void Prepend(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var (start, end) = _tracks && _cursor < Length ? (_starts[_cursor], _ends[_cursor]) : (Origin, Origin);
            Write(rune.Value, start, end);
        }
    }

    /// <summary>Gets how many characters the transformation has written.</summary>
    public int Written => _nextLength;

    /// <summary>Makes what was written the present text.</summary>
    public void End()
    {
        (_chars, _nextChars) = (_nextChars, _chars);
        (_starts, _nextStarts) = (_nextStarts, _starts);
        (_ends, _nextEnds) = (_nextEnds, _ends);
        Length = _nextLength;
    }

    private void Write(int codePoint, int start, int end)
    {
        Grow(ref _nextChars, _nextLength, _nextLength + 2);
        var count = new Rune(codePoint).EncodeToUtf16(_nextChars.AsSpan(_nextLength));
        if (_tracks)
        {
            Grow(ref _nextStarts, _nextLength, _nextLength + 2);
            Grow(ref _nextEnds, _nextLength, _nextLength + 2);
            _nextStarts.AsSpan(_nextLength, count).Fill(start);
            _nextEnds.AsSpan(_nextLength, count).Fill(end);
        }

        _nextLength += count;
    }

    private static void Grow<T>(ref T[] array, int used, int needed)
    {
        if (array.Length >= needed)
        {
            return;
        }

        var grown = new T[Math.Max(needed, (int)Math.Min((long)array.Length * 2, Array.MaxLength))];
        array.AsSpan(0, used).CopyTo(grown);
        array = grown;
    }
}
