using System.Globalization;
using System.Security;
using System.Text;

namespace KServe.LoadTest.Reporting;

/// <summary>Collects the shapes of a picture; their looks are classes of its style.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SvgCanvas
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly StringBuilder _shapes = new();

    /// <summary>Draws a line.</summary>
    public void Line(string kind, (double X, double Y) from, (double X, double Y) to) => _shapes
        .Append(Invariant, $"<line class=\"{kind}\" x1=\"{from.X:0.#}\" y1=\"{from.Y:0.#}\" ")
        .Append(Invariant, $"x2=\"{to.X:0.#}\" y2=\"{to.Y:0.#}\"/>\n");

    /// <summary>Draws a rectangle with round corners.</summary>
    public void Box(string kind, (double X, double Y) at, double width, double height, double radius) => _shapes
        .Append(Invariant, $"<rect class=\"{kind}\" x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\" ")
        .Append(Invariant, $"width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\"/>\n");

    /// <summary>Writes text on a base line.</summary>
    public void Text(string kind, (double X, double Y) at, string text) => _shapes
        .Append(Invariant, $"<text class=\"{kind}\" x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\">")
        .Append(SecurityElement.Escape(text))
        .Append("</text>\n");

    /// <inheritdoc/>
    public override string ToString() => _shapes.ToString();
}
