drop table impact_delivery_attempts;
drop table impact_deliveries;
drop function keep_impact_payloads();
drop table scheduled_deliveries;
