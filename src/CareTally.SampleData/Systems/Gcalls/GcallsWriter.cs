using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Gcalls;

/// <summary>Gcalls: the console's CSV with Vietnamese headings, a byte order mark and dates by day and month; the layout is an assumption.</summary>
internal sealed class GcallsWriter(WriterContext context) : PeriodWriter(context, "gcalls")
{
    protected override void Export(PeriodExport export)
    {
        using var file = Context.Folder.OpenCsv($"{Folder}/console_{export.Label}.csv");
        file.Mark();
        file.Row(
            "Mã cuộc gọi", "Thời gian gọi", "Loại cuộc gọi", "Số khách hàng", "Tên khách hàng", "Đầu số", "Nhân viên", "Máy nhánh", "Trạng thái", "Thời gian đổ chuông", "Thời lượng đàm thoại", "Tổng thời gian", "Ghi chú");
        foreach (var call in export.Contacts) Write(file, call);
    }

    private static void Write(CsvFile file, Contact call)
    {
        var handled = call.LastHandled;
        var last = call.Segments.LastOrDefault();
        var isOutbound = call.Kind == ContactKind.Outbound;
        var agent = handled?.Agent ?? (isOutbound ? last?.Agent : null);
        var ring = isOutbound ? last!.Ring : call.Segments.Sum(segment => segment.Wait);
        file.Row(
            Ids.Uuid(IdKind.Call, call.Number), Format.Local(call.StartedAt, Zone.HoChiMinh, "dd/MM/yyyy HH:mm:ss"), isOutbound ? "Gọi ra" : "Gọi vào", $"0{call.Customer.Phone[3..]}",
            call.Number % 4 == 0 ? "" : call.Customer.Name, LineOf(last?.Queue), agent?.Name ?? "", agent is null ? "" : Format.Number(101 + agent.Place),
            handled is not null ? "Nghe máy" : isOutbound ? "Không trả lời" : "Gọi nhỡ", Format.Clock(ring), Format.Clock(call.Segments.Sum(segment => segment.IsHandled ? segment.Talk + segment.Hold : 0)),
            Format.Clock(call.EndedAt - call.StartedAt), call.Disposition is null ? "" : call.IsResolved ? "Đã xử lý" : "Cần gọi lại");
    }

    // A line a queue: the call history tells of nothing else.
    private static string LineOf(QueueName? queue) => queue is QueueName.Technical or QueueName.Escalations ? "02871234568" : "02871234567";
}
