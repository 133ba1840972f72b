using KServe.Runtime.Pickle;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>What marks a cell as missing (<c>missing_values</c>): NaN, None, a number or a text.</summary>
/// <remarks>NaN and None both match any missing cell: clients cannot tell them apart.</remarks>
internal sealed class MissingMark
{
    private readonly double _number;
    private readonly string? _text;

    private MissingMark(double number, string? text)
    {
        _number = number;
        _text = text;
    }

    /// <summary>Gets whether cells are missing that hold nothing, rather than some mark.</summary>
    public bool IsNothing => _text is null && double.IsNaN(_number);

    public static MissingMark Read(SklearnObject source) => source.ValueOrNull("missing_values") switch
    {
        null or PickleClass or PickleInstance => new MissingMark(double.NaN, text: null),
        string text when text == "NaN" => new MissingMark(double.NaN, text: null),
        string text => new MissingMark(double.NaN, text),
        var value => new MissingMark(
            PickleNumbers.ToDouble(value)
                ?? throw source.Unexpected("missing_values", "NaN, None, a number or a text"),
            text: null),
    };

    public bool Matches(double value) =>
        _text is null && (double.IsNaN(_number) ? double.IsNaN(value) : value == _number);

    public bool Matches(string? value) => IsNothing ? value is null : _text is not null && value == _text;

    public bool Matches(TableColumn cells, int row) =>
        cells.Kind == TableColumnKind.Text ? Matches(cells.Texts[row]) : Matches(cells.Numbers[row]);
}
