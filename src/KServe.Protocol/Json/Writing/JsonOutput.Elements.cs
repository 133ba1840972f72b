using System.Runtime.InteropServices;

namespace KServe.Protocol;

internal ref partial struct JsonOutput
{
    // what text tends to take per element, and the most of it to ask a writer for at once
    private const int UsualLength = 12;
    private const int MaxAhead = 64 * 1024;

    // elements for which room is made at least, unless there are fewer
    private const int MinElements = 16;

    /// <summary>Writes elements separated by commas.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TText">Writes them.</typeparam>
    /// <param name="values">The elements.</param>
    public void Elements<T, TText>(scoped ReadOnlySpan<T> values)
        where T : unmanaged
        where TText : INumberText<T>
    {
        if (values.IsEmpty)
        {
            return;
        }

        while (!values.IsEmpty)
        {
            var least = Math.Min(values.Length, MinElements) * TText.Room;
            var likely = Math.Min((long)values.Length * Math.Min(UsualLength, TText.Room), MaxAhead);
            var free = Reserve((int)Math.Max(least, likely));
            var count = Math.Min(values.Length, free.Length / TText.Room);
            _used += (int)TText.Write(ref MemoryMarshal.GetReference(free), values[..count]);
            values = values[count..];
        }

        // the comma behind the last
        _used--;
    }

    /// <summary>Writes one element.</summary>
    private void Element<T, TText>(T value)
        where T : unmanaged
        where TText : INumberText<T> => Elements<T, TText>(new ReadOnlySpan<T>(in value));
}
