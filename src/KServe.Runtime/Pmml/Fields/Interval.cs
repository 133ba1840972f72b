using System.Runtime.InteropServices;
using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A range of numbers, each end inside or outside of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Interval(double Low, bool IsLowInside, double High, bool IsHighInside)
{
    public static Interval Read(PmmlElement element)
    {
        var low = element.GetNumber("leftMargin", double.NegativeInfinity);
        var high = element.GetNumber("rightMargin", double.PositiveInfinity);
        if (!(low <= high))
        {
            throw element.Error($"goes from {low} to {high}");
        }

        return element.Require("closure") switch
        {
            "openOpen" => new Interval(low, IsLowInside: false, high, IsHighInside: false),
            "openClosed" => new Interval(low, IsLowInside: false, high, IsHighInside: true),
            "closedOpen" => new Interval(low, IsLowInside: true, high, IsHighInside: false),
            "closedClosed" => new Interval(low, IsLowInside: true, high, IsHighInside: true),
            _ => throw element.Unknown("closure"),
        };
    }

    public bool Contains(double value) =>
        (value > Low || (IsLowInside && value == Low)) && (value < High || (IsHighInside && value == High));
}
