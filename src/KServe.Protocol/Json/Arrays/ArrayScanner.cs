using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Reads an array of numbers, flat or evenly nested, from its bytes straight into memory.</summary>
/// <remarks>
/// All or nothing: it takes what the token reader would take, with the same values, or gives up; then the token reader
/// reads the array again and finds the words for what is wrong. It gives up on strings, on objects and on empty or
/// uneven lists. Masks of separators say where elements end before anything is known of the elements, so that the
/// processor converts several at a time (after G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per Second", The
/// VLDB Journal 28, 2019).
/// </remarks>
internal ref partial struct ArrayScanner<T, TElement>
    where T : unmanaged
    where TElement : struct, IJsonElement<T>
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _maxNumberLength;
    private readonly int _maxRank;
    private readonly TensorBuffer? _buffer;
    private Span<T> _free;
    private int _written;
    private long _committed;
    private SeparatorQueue _separators;
    private int _at;

    /// <summary>Reads into memory of known size.</summary>
    /// <param name="text">The whole body.</param>
    /// <param name="start">Where the array begins.</param>
    /// <param name="limits">What is taken from a client.</param>
    /// <param name="depth">How deep the array is nested in the body.</param>
    /// <param name="destination">Takes the elements.</param>
    public ArrayScanner(
        ReadOnlySpan<byte> text, int start, ProtocolLimits limits, int depth, Span<T> destination)
    {
        _text = text;
        _at = start;
        _separators = new SeparatorQueue(start);
        _maxNumberLength = limits.MaxNumberLength;
        _maxRank = limits.ScansArrays ? Math.Min(TensorShape.MaxRank, limits.MaxJsonDepth - depth) : 0;
        _free = destination;
    }

    /// <summary>Reads into memory that grows; who calls truncates it when the scan gives up.</summary>
    public ArrayScanner(ReadOnlySpan<byte> text, int start, ProtocolLimits limits, int depth, TensorBuffer buffer)
        : this(text, start, limits, depth, default(Span<T>)) => _buffer = buffer;

    /// <summary>Gets the position behind the array; where an element was refused, that of the element.</summary>
    public readonly int Position => _at;

    /// <summary>Gets the number of elements read.</summary>
    public readonly long Count => _committed + _written;

    /// <summary>Reads the array that begins at the start.</summary>
    /// <param name="dimensions">Takes the lengths of the lists, the outermost first; bounds their depth.</param>
    /// <returns>The number of dimensions; 0 when the scan gave up.</returns>
    public int Scan(scoped Span<long> dimensions)
    {
        var rank = 0;
        for (; TryOpen(); rank++)
        {
            if (rank == _maxRank || rank == dimensions.Length)
            {
                return 0;
            }

            dimensions[rank] = 0;
        }

        Span<long> counts = stackalloc long[TensorShape.MaxRank];
        var open = rank;
        while (open > 0)
        {
            for (; open < rank; open++)
            {
                if (!TryOpen())
                {
                    return 0;
                }
            }

            var before = Count;
            if (!TryScanRow()
                || !TryFit(ref dimensions[rank - 1], Count - before)
                || !TryClose(ref open, counts, dimensions))
            {
                return 0;
            }
        }

        Commit(_written);
        return rank;
    }

    /// <summary>Leaves the innermost list, which was read, and all that close after it, up to a comma.</summary>
    private bool TryClose(ref int open, scoped Span<long> counts, scoped Span<long> dimensions)
    {
        while (--open > 0)
        {
            counts[open - 1]++;
            if (!TryNextSeparator(out var separator) || !IsBlank(_text[_at..separator]))
            {
                return false;
            }

            _at = separator + 1;
            if (_text[separator] == ',')
            {
                return true;
            }

            if (!TryFit(ref dimensions[open - 1], counts[open - 1]))
            {
                return false;
            }

            counts[open - 1] = 0;
        }

        return true;
    }

    private bool TryOpen()
    {
        while (_at < _text.Length && ElementText.IsSpace(_text[_at]))
        {
            _at++;
        }

        var opens = _at < _text.Length && _text[_at] == '[';
        _at += opens ? 1 : 0;
        return opens;
    }

    private bool TryNextSeparator(out int position)
    {
        position = -1;
        if (_separators.Next == _separators.Count && !_separators.TryRefill(_text))
        {
            return false;
        }

        position = _separators.Origin + Unsafe.Add(ref _separators.First, _separators.Next++);
        return true;
    }

    private static bool TryFit(ref long dimension, long count)
    {
        dimension = dimension == 0 ? count : dimension;
        return dimension == count && count != 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \n\r\t"u8) < 0;
}
