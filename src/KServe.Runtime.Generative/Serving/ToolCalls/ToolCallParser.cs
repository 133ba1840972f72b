using System.Text;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>Finds the tools that a model calls in the text of its answer, as it comes.</summary>
/// <remarks>
/// What it says does not depend on how the text is cut into pieces. A call is handed on when it is whole; one that
/// cannot be read is text. Not safe for concurrent use: one for each answer.
/// </remarks>
internal sealed class ToolCallParser(ToolCallSyntax syntax)
{
    /// <summary>The most characters of a call; what is longer is text.</summary>
    public const int MaxLength = 1 << 20;

    private readonly StringBuilder _held = new();
    private readonly List<ToolCallUpdate> _calls = [];
    private readonly StringBuilder _text = new();
    private bool _isInside;
    private bool _hasText;
    private int _count;

    /// <summary>Gets whether a tool was called.</summary>
    public bool HasCalls => _count > 0;

    /// <summary>Reads a piece of the answer.</summary>
    /// <returns>What is text for certain, and the calls that are whole.</returns>
    public (string Text, IReadOnlyList<ToolCallUpdate> Calls) Append(string piece)
    {
        _held.Append(piece);
        Read(isEnd: false);
        return Take();
    }

    /// <summary>Reads the end of the answer.</summary>
    public (string Text, IReadOnlyList<ToolCallUpdate> Calls) Complete()
    {
        Read(isEnd: true);
        return Take();
    }

    private void Read(bool isEnd)
    {
        while (_isInside ? ReadInside(isEnd) : ReadOutside(isEnd))
        {
        }
    }

    /// <summary>Lets text through up to where a call begins, or may.</summary>
    private bool ReadOutside(bool isEnd)
    {
        var held = _held.ToString();
        var start = FindStart(held, out var length);
        if (start >= 0)
        {
            // Blank space in front of a call belongs to its form.
            Emit(held[..start].TrimEnd());
            _held.Remove(0, start + length);
            _isInside = true;
            return true;
        }

        var safe = isEnd ? held.Length : FindSafeLength(held);
        if (isEnd && HasCalls)
        {
            Emit(held.TrimEnd());
        }
        else
        {
            Emit(held[..safe]);
        }

        _held.Remove(0, safe);
        return false;
    }

    private int FindStart(string held, out int length)
    {
        if (syntax.Mark is not null)
        {
            // A text that has begun otherwise calls nothing.
            var first = held.AsSpan().TrimStart();
            var marked = first.StartsWith(syntax.Mark, StringComparison.Ordinal);
            length = marked ? syntax.Mark.Length : 0;
            return !_hasText && (marked || first.StartsWith(syntax.Start, StringComparison.Ordinal))
                ? held.Length - first.Length
                : -1;
        }

        length = syntax.Start.Length;
        return held.IndexOf(syntax.Start, StringComparison.Ordinal);
    }

    /// <summary>Finds how much cannot be the beginning of a call, nor the space in front of one.</summary>
    private int FindSafeLength(string held)
    {
        if (syntax.Mark is { } mark)
        {
            var first = held.AsSpan().TrimStart();
            return !_hasText && (first.IsEmpty || mark.AsSpan().StartsWith(first, StringComparison.Ordinal)) ? 0 : held.Length;
        }

        var safe = held.Length;
        for (var length = Math.Min(syntax.Start.Length - 1, held.Length); length > 0; length--)
        {
            if (held.AsSpan(held.Length - length).SequenceEqual(syntax.Start.AsSpan(0, length)))
            {
                safe -= length;
                break;
            }
        }

        return held.AsSpan(0, safe).TrimEnd().Length;
    }

    private bool ReadInside(bool isEnd)
    {
        var held = _held.ToString();
        var end = syntax.End is null ? -1 : held.IndexOf(syntax.End, StringComparison.Ordinal);
        if (end < 0 && !isEnd && held.Length <= MaxLength)
        {
            return false;
        }

        var body = end < 0 ? held : held[..end];
        _held.Clear();
        _isInside = false;
        if (held.Length <= MaxLength && ToolCallJson.TryRead(body, syntax, out var calls))
        {
            foreach (var (name, arguments) in calls)
            {
                _calls.Add(new ToolCallUpdate(_count++, arguments) { Id = $"call_{Guid.NewGuid():N}", Name = name });
            }

            _held.Append(end < 0 ? "" : held[(end + syntax.End!.Length)..].TrimStart());
        }
        else
        {
            // Not a call after all: it stays what the model wrote.
            Emit((syntax.Mark is null ? syntax.Start : "") + body + (end < 0 ? "" : syntax.End));
            _held.Append(end < 0 ? "" : held[(end + syntax.End!.Length)..]);
        }

        return _held.Length > 0;
    }

    private void Emit(string text)
    {
        _hasText |= text.AsSpan().TrimStart().Length > 0;
        _text.Append(text);
    }

    private (string Text, IReadOnlyList<ToolCallUpdate> Calls) Take()
    {
        var text = _text.ToString();
        _text.Clear();
        if (_calls.Count == 0)
        {
            return (text, []);
        }

        ToolCallUpdate[] calls = [.. _calls];
        _calls.Clear();
        return (text, calls);
    }
}
