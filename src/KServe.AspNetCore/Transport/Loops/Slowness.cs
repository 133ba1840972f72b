namespace KServe.AspNetCore.Transport;

/// <summary>Counts slow pieces of application code against short ones.</summary>
/// <remarks>
/// A slow one adds 16, a short one takes 1 away, from 0 to 64, and above 16 the source is slow: two slow ones with less
/// than sixteen short ones in between make it so, at most 48 short ones in a row end it. Threads may count at the same
/// time; one of their counts may then be lost.
/// </remarks>
internal sealed class Slowness
{
    private const int SlowPoints = 16;
    private const int MaxPoints = 64;
    private int _points;

    public Slowness()
    {
    }

    public Slowness(Slowness start) => _points = Volatile.Read(ref start._points);

    public bool IsSlow => Volatile.Read(ref _points) > SlowPoints;

    public void Count(bool isSlow)
    {
        var points = Volatile.Read(ref _points);
        if (isSlow)
        {
            Volatile.Write(ref _points, Math.Min(points + SlowPoints, MaxPoints));
        }
        else if (points > 0)
        {
            Volatile.Write(ref _points, points - 1);
        }
    }
}
