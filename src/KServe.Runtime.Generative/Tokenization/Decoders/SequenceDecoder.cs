namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Runs decoders one after the other.</summary>
internal sealed class SequenceDecoder : TokenDecoder
{
    private readonly TokenDecoder[] _decoders;

    /// <summary>Creates a decoder of others.</summary>
    public SequenceDecoder(TokenDecoder[] decoders)
    {
        // Joined text goes on at once if all that follows can work on parts of it.
        _decoders = [.. decoders.Select((decoder, i) =>
            decoder is FuseDecoder ? new FuseDecoder(decoders[(i + 1)..].All(later => later.TakesParts)) : decoder)];
    }

    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next)
    {
        for (var i = _decoders.Length - 1; i >= 0; i--)
        {
            next = _decoders[i].Create(next);
        }

        return next;
    }

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        foreach (var decoder in _decoders)
        {
            var text = decoder.Inside(token, out bytes);
            if (text is null)
            {
                return null;
            }

            token = text;
        }

        return token;
    }
}
