using System.Buffers;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>The last stage: gathers text.</summary>
internal sealed class TextSink() : DecodeStage(null)
{
    private readonly ArrayBufferWriter<char> _text = new();

    /// <inheritdoc/>
    public override void Push(ReadOnlySpan<char> token, bool continues) => _text.Write(token);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <summary>Takes the text gathered since the last call.</summary>
    public string Take()
    {
        var text = _text.WrittenSpan.ToString();
        _text.ResetWrittenCount();
        return text;
    }

    /// <summary>Moves the text gathered since the last call to where it goes.</summary>
    public void MoveTo(IBufferWriter<char> destination)
    {
        destination.Write(_text.WrittenSpan);
        _text.ResetWrittenCount();
    }
}
