using System.Buffers;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Finds stop texts in an answer, and holds back what may become one.</summary>
/// <remarks>
/// What it finds does not depend on how the text is cut into pieces: the text that ends first, and of those that end
/// together the longest. Not safe for concurrent use.
/// </remarks>
internal sealed class StopMatcher(StopTexts texts, bool includeStop)
{
    private char[] _held = new char[32];
    private int _heldCount;
    private int _state;

    /// <summary>Gets the text that was found; null before.</summary>
    public string? Found { get; private set; }

    /// <summary>Reads a piece of the answer and passes on what cannot belong to a stop text.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="released">Takes the text.</param>
    /// <returns>True when a stop text was found: the answer ends here.</returns>
    public bool Append(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        foreach (var letter in piece)
        {
            Hold(letter);
            _state = texts.Read(_state, letter);
            if (texts.GetMatch(_state) is >= 0 and var match)
            {
                Found = texts[match];
                Release(includeStop ? _heldCount : _heldCount - Found.Length, released);
                _heldCount = 0;
                return true;
            }
        }

        Release(_heldCount - texts.GetDepth(_state), released);
        return false;
    }

    /// <summary>Passes on a piece in which nothing is looked for, and what was held.</summary>
    public void Skip(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        Flush(released);
        released.Write(piece);
    }

    /// <summary>Passes on what was held: the answer has ended without a stop text.</summary>
    public void Flush(IBufferWriter<char> released)
    {
        Release(_heldCount, released);
        _state = 0;
    }

    private void Hold(char letter)
    {
        if (_heldCount == _held.Length)
        {
            Array.Resize(ref _held, _heldCount * 2);
        }

        _held[_heldCount++] = letter;
    }

    private void Release(int count, IBufferWriter<char> released)
    {
        if (count > 0)
        {
            released.Write(_held.AsSpan(0, count));
            _held.AsSpan(count, _heldCount - count).CopyTo(_held);
            _heldCount -= count;
        }
    }
}
