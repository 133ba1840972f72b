using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Serving;

/// <summary>A mask whose errors name the field that its grammar came from.</summary>
internal sealed class NamedMask(ITokenMask inner, string parameter) : ITokenMask
{
    /// <inheritdoc/>
    public bool TryGetAllowed(out ReadOnlySpan<ulong> allowed)
    {
        try
        {
            return inner.TryGetAllowed(out allowed);
        }
        catch (InferenceException error) when (error.Parameter != parameter)
        {
            throw Rename(error, parameter);
        }
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        try
        {
            inner.Accept(token);
        }
        catch (InferenceException error) when (error.Parameter != parameter)
        {
            throw Rename(error, parameter);
        }
    }

    /// <summary>Creates the same error of a field.</summary>
    public static InferenceException Rename(InferenceException error, string parameter) =>
        new(error.Code, error.Message, error) { Parameter = parameter };
}
