using System.Text;

namespace KServe.Runtime.Generative.Tools;

/// <summary>Finds the calls of tools in an answer, whole or as it comes.</summary>
/// <remarks>
/// However an answer is cut, the same calls come out and the texts put together are the same: a call is given when it
/// is complete, and text that may turn out to begin a call is held back. What looks like a call but is none, or grows
/// past the limit, is text. White space beside a call belongs to the call. Not thread-safe.
/// </remarks>
internal sealed class ToolCallParser
{
    private const int LongestCall = 1 << 20;
    private readonly IToolCallSyntax _syntax;
    private readonly StringBuilder _held = new();
    private readonly List<ToolCallPart> _parts = [];
    private readonly StringBuilder _blanks = new();
    private bool _isBehindCall;
    private bool _isAtStart = true;
    private int _checked;

    /// <summary>Creates a parser of one answer.</summary>
    public ToolCallParser(ToolCallFormat format) => _syntax = format switch
    {
        ToolCallFormat.Hermes => new HermesSyntax(),
        ToolCallFormat.Llama3 => new Llama3Syntax(),
        _ => new MistralSyntax(),
    };

    /// <summary>Finds the calls of a whole answer.</summary>
    public static IReadOnlyList<ToolCallPart> Parse(ToolCallFormat format, string text)
    {
        var parser = new ToolCallParser(format);
        return [.. parser.Append(text), .. parser.Complete()];
    }

    /// <summary>Takes the next text of the answer.</summary>
    /// <returns>What is now certain.</returns>
    public IReadOnlyList<ToolCallPart> Append(string text)
    {
        _held.Append(text);
        Advance(isComplete: false);
        return Take();
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>What was held back.</returns>
    public IReadOnlyList<ToolCallPart> Complete()
    {
        Advance(isComplete: true);
        if (!_isBehindCall)
        {
            AddText(_blanks.ToString());
        }

        _blanks.Clear();
        return Take();
    }

    private void Advance(bool isComplete)
    {
        while (_held.Length > 0)
        {
            // A call that is still open is looked at again when it has doubled, so that long ones stay linear.
            if (!isComplete && _checked > 0 && _held.Length < LongestCall && !_syntax.MayHaveEnded(_held, _checked))
            {
                _checked = _held.Length;
                return;
            }

            var text = _held.ToString();
            var start = _syntax.FindStart(text, _isAtStart, isComplete, out var certain);
            if (start != 0)
            {
                _checked = 0;
                if (certain == 0)
                {
                    return;
                }

                PassText(text[..certain]);
                _held.Remove(0, certain);
                continue;
            }

            if (!PassCall(text, isComplete))
            {
                return;
            }
        }
    }

    // Takes the call at the start of the text; false while it has not ended.
    private bool PassCall(string text, bool isComplete)
    {
        var end = _syntax.FindEnd(text, isComplete, out var calls);
        if (end < 0 && !isComplete && text.Length < LongestCall)
        {
            _checked = text.Length;
            return false;
        }

        _checked = 0;
        if (end > LongestCall || calls is null)
        {
            var length = Math.Max(1, _syntax.OpeningLength(text));
            PassText(text[..length]);
            _held.Remove(0, length);
            return true;
        }

        _blanks.Clear();
        _parts.AddRange(calls.Select(call => new ToolCallPart(null, call)));
        _isBehindCall = true;
        _held.Remove(0, end);
        return true;
    }

    private void PassText(string text)
    {
        var visible = text.AsSpan().TrimEnd().Length;
        _isAtStart &= !text.AsSpan().ContainsAnyExcept(ToolCallJson.Blanks);
        if (visible == 0)
        {
            _blanks.Append(_isBehindCall ? "" : text);
            return;
        }

        AddText(_isBehindCall ? text[..visible].TrimStart() : _blanks + text[..visible]);
        _blanks.Clear().Append(text, visible, text.Length - visible);
        _isBehindCall = false;
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add(new ToolCallPart(text, null));
        }
    }

    private ToolCallPart[] Take()
    {
        ToolCallPart[] taken = [.. _parts];
        _parts.Clear();
        return taken;
    }
}
