using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Mining;

namespace KServe.Runtime.Pmml.Models;

/// <summary>What all models of a document share while it is read.</summary>
internal sealed class DocumentContext
{
    private readonly Dictionary<string, DataField> _dataFields = new(StringComparer.Ordinal);
    private readonly Dictionary<PmmlElement, OpenModel> _open = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public DocumentContext() => Expressions = new ExpressionReader(Slots);

    public SlotTable Slots { get; } = new();

    public ExpressionReader Expressions { get; }

    public IReadOnlyDictionary<string, DataField> DataFields => _dataFields;

    /// <summary>Gets the columns of requests, in order.</summary>
    public List<ModelInput> Inputs { get; } = [];

    /// <summary>Gets the derived fields of the transformation dictionary.</summary>
    public List<PmmlElement> DerivedFields { get; } = [];

    /// <summary>Gets how many models there are so far.</summary>
    public int ModelCount { get; private set; }

    /// <summary>Keeps a model whose segments are read before the rest of it.</summary>
    public void Open(OpenModel model) => _open[model.Context.Element] = model;

    /// <summary>Finds a model that has been opened, by its element.</summary>
    public OpenModel? FindOpen(PmmlElement element) => _open.GetValueOrDefault(element);

    /// <summary>Reads one of the dictionaries; one that has been read is not read again.</summary>
    public void Read(PmmlElement dictionary)
    {
        if (!_read.Add(dictionary.Name))
        {
            return;
        }

        if (dictionary.Name == "DataDictionary")
        {
            ReadDataDictionary(dictionary);
        }
        else
        {
            ReadTransformationDictionary(dictionary);
        }
    }

    /// <summary>Gives a model its number.</summary>
    public int AddModel() => ModelCount++;

    /// <summary>Reads the data dictionary.</summary>
    private void ReadDataDictionary(PmmlElement dictionary)
    {
        foreach (var element in dictionary.All("DataField"))
        {
            var field = DataField.Read(element);
            if (!_dataFields.TryAdd(field.Name, field))
            {
                throw element.Error($"defines '{PmmlElement.Shorten(field.Name)}' a second time");
            }
        }
    }

    /// <summary>Reads the transformation dictionary; its fields belong to the outermost model.</summary>
    private void ReadTransformationDictionary(PmmlElement dictionary)
    {
        foreach (var child in dictionary.Children)
        {
            if (child.Name == "DefineFunction")
            {
                Expressions.Define(child);
            }
            else if (child.Name == "DerivedField")
            {
                DerivedFields.Add(child);
            }
        }

        Expressions.Verify();
    }
}
