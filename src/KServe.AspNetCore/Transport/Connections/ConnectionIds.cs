namespace KServe.AspNetCore.Transport;

/// <summary>Makes the identifiers of connections, unlike those of other processes with some certainty.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ConnectionIds
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const int BitsPerDigit = 5;
    private const int Length = 13;

    private long _last = Random.Shared.NextInt64();

    public string Next() => string.Create(Length, Interlocked.Increment(ref _last), static (text, number) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(number & 31)];
            number >>>= BitsPerDigit;
        }
    });
}
